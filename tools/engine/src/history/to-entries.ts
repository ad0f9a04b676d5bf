import type { DeployRecord, HistoryEntry, HistoryProblem } from '@slipway/contracts';
import type { StoredChain } from '../record/read-records.ts';

/** Fields of a record that not every version writes. */
type Approved = DeployRecord & { approval?: { by?: unknown; planHash?: unknown } };

/** The records of several releases, newest first; each with what does not fit in it. Pure. */
export function toEntries(chains: readonly StoredChain[], problems: readonly HistoryProblem[]): HistoryEntry[] {
  return chains
    .flatMap((chain) =>
      chain.records.flatMap(({ record, number }) => (record ? toEntry(record, { ...chain, number, problems }) : [])),
    )
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || compare(a.release, b.release) || b.number - a.number);
}

interface Place {
  release: string;
  namespace: string;
  number: number;
  problems: readonly HistoryProblem[];
}

/** Where it lies is told by its Secret, whatever the record itself says. */
function toEntry(record: DeployRecord, { release, namespace, number, problems }: Place): HistoryEntry {
  const { verdict } = record;
  const { approval } = record as Approved;
  const own = problems.filter((one) => one.release === release && one.record === number);
  return {
    release,
    namespace,
    number,
    at: record.at,
    by: record.by,
    ...(record.commit ? { commit: record.commit } : {}),
    action: record.action,
    result: verdict.status,
    ...(verdict.cause ? { cause: verdict.cause.code } : {}),
    revision: verdict.revision,
    ...(verdict.image ? { digest: verdict.image.digest } : {}),
    ...(approval ? { approval: { by: String(approval.by), planHash: String(approval.planHash) } } : {}),
    planHash: record.planHash,
    specHash: record.specHash,
    hash: record.hash,
    ...(own.length > 0 ? { problems: [...new Set(own.map(({ code }) => code))] } : {}),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
