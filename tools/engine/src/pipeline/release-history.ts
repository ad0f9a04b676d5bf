import type { Clients, HistoryChain, HistoryReport, LiveRevision } from '@slipway/contracts';
import { namespaceOf } from '../catalog/namespace-of.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { compareChains } from '../history/compare-chains.ts';
import { toEntries } from '../history/to-entries.ts';
import { verifyChain } from '../history/verify-chain.ts';
import { readNamespaceRevisions } from '../live/read-revisions.ts';
import type { StoredChain } from '../record/read-records.ts';
import { readRecords } from '../record/read-records.ts';
import type { ReleaseRequest } from './release-request.ts';

/** A deployer needs less than this from labelling a revision to recording it. */
const SETTLE_MS = 1000;

/** How a history is read. */
export interface HistoryOptions {
  /** Most records that are given; all are verified. Default: all. */
  limit?: number;
  /** Chains of an earlier report, to compare with. */
  earlier?: readonly HistoryChain[];
  signal?: AbortSignal;
}

/** What was deployed, by whom and how it ended, and whether the records are those that were written. Writes nothing. */
export async function releaseHistory(
  request: ReleaseRequest,
  clients: Clients,
  { limit, earlier = [], signal }: HistoryOptions = {},
): Promise<HistoryReport> {
  const { selected } = await readCatalog(request, clients.files);
  const names = selected.map(({ name }) => name);
  const wanted = new Map(names.map((name) => [name, namespaceOf(request.environment, name)]));
  const read = () => Promise.all([...new Set(wanted.values())].map((namespace) => readOne(namespace, wanted, { clients, signal }))); // prettier-ignore
  const verify = (found: readonly Found[]) => found.flatMap(({ chain, revisions }) => verifyChain(chain, revisions));
  let found = (await read()).flat();
  if (verify(found).some(({ code }) => code === 'RevisionWithoutRecord')) {
    // A deployer that ends just now labels the revision a moment before it records.
    await clients.clock.sleep(SETTLE_MS, signal);
    found = (await read()).flat();
  }
  const today = new Map(found.map(({ chain }) => [chain.release, chain]));
  const problems = [...verify(found), ...compareChains(earlier, today, new Set(names))];
  const records = toEntries([...today.values()], problems);
  return {
    schema: 'slipway.history/v1',
    environment: request.environment.name,
    records: limit === undefined ? records : records.slice(0, limit),
    total: records.length,
    chains: [...today.values()].map(toChain),
    problems,
  };
}

function toChain({ release, namespace, records, checkpoint }: StoredChain): HistoryChain {
  const newest = records.at(-1);
  return {
    release,
    namespace,
    kept: records.length,
    pruned: checkpoint && checkpoint !== 'unreadable' ? checkpoint.count : 0,
    ...(newest?.record ? { head: { number: newest.number, hash: newest.record.hash } } : {}),
  };
}

interface Found {
  chain: StoredChain;
  revisions: LiveRevision[];
}

/** Two requests, one after the other: a record that comes between them is there, and so is its revision. */
async function readOne(
  namespace: string,
  wanted: ReadonlyMap<string, string>,
  { clients, signal }: { clients: Clients; signal: AbortSignal | undefined },
): Promise<Found[]> {
  const revisions = await readNamespaceRevisions(namespace, clients.kube, signal);
  const chains = await readRecords(namespace, clients, signal);
  return [...wanted]
    .filter(([, where]) => where === namespace)
    .map(([release]) => ({
      chain: chains.get(release) ?? { release, namespace, records: [] },
      revisions: revisions.get(release) ?? [],
    }));
}
