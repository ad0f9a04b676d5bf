import type { Clients, Environment, LockEvidence, LockedRelease } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { namespaceOf } from '../catalog/namespace-of.ts';
import { verifyChain } from '../history/verify-chain.ts';
import type { StoredChain } from '../record/read-records.ts';
import { readRecords } from '../record/read-records.ts';
import type { Fate } from './judge-digest.ts';
import { judgeDigest } from './judge-digest.ts';

/** What an environment's cluster says of a line: evidence that it verified exactly this digest, or why there is none. */
export type Proof = { evidence: LockEvidence } | { reason: string; fix: string };

/**
 * Asks the records of an environment's cluster about lines of a lock; one request for each namespace. Throws what the
 * cluster throws, with the way round for those who cannot reach it.
 */
export async function readProofs(
  lines: Readonly<Record<string, LockedRelease>>,
  environment: Environment,
  clients: Pick<Clients, 'kube'>,
  signal?: AbortSignal,
): Promise<Map<string, Proof>> {
  const names = Object.keys(lines);
  const namespaces = [...new Set(names.map((name) => namespaceOf(environment, name)))];
  const chains = new Map(
    await Promise.all(namespaces.map(async (namespace) => [namespace, await readOrExplain(namespace, environment, clients, signal)] as const)), // prettier-ignore
  );
  return new Map(
    names.map((name) => {
      const chain = chains.get(namespaceOf(environment, name))?.get(name);
      return [name, toProof(name, lines[name] as LockedRelease, chain, environment.name)];
    }),
  );
}

/** Judges one line by the records of its release. Pure. */
export function toProof(
  release: string,
  line: LockedRelease,
  chain: StoredChain | undefined,
  environment: string,
): Proof {
  const [problem] = chain ? verifyChain(chain) : [];
  if (problem) {
    return {
      reason: `the records of ${release} in ${environment} do not fit (${problem.code}): ${problem.message}`,
      fix: `Find out who changed the Secrets "slipway-record.${release}.*"; when that is settled, delete all of them and let ${environment} verify the release again.`,
    };
  }
  const records = (chain?.records ?? []).flatMap(({ record }) => (record?.environment === environment ? [record] : []));
  const fate = judgeDigest(records, line.digest);
  if (fate.state !== 'verified') return explain(fate, environment);
  const { record } = fate;
  return {
    evidence: {
      environment,
      result: 'verified',
      digest: line.digest,
      by: record.by,
      at: record.at,
      record: record.number,
      recordHash: record.hash,
    },
  };
}

function explain(fate: Exclude<Fate, { state: 'verified' }>, environment: string): Proof {
  const deploy = `"slipway deploy --env ${environment}"`;
  if (fate.state === 'never-ran') return { reason: `${environment} never ran it, as far as its records go back.`, fix: `Run ${deploy} first.` }; // prettier-ignore
  const { number, at, verdict } = fate.record;
  const when = `record ${number} of ${at}`;
  if (fate.state === 'unfinished') return { reason: `its checks in ${environment} were never finished (${when}).`, fix: `Run ${deploy} again.` }; // prettier-ignore
  if (fate.state === 'rolled-back') return { reason: `${environment} rolled it back (${when}).`, fix: `Promote what runs there now, or repair it and run ${deploy}.` }; // prettier-ignore
  const why = verdict.cause ? `: ${verdict.cause.code}, ${verdict.cause.message.replace(/\.$/, '')}` : '';
  return { reason: `it failed in ${environment} (${when}${why}).`, fix: `Repair the cause and run ${deploy}.` };
}

async function readOrExplain(
  namespace: string,
  { name }: Environment,
  clients: Pick<Clients, 'kube'>,
  signal: AbortSignal | undefined,
): Promise<Map<string, StoredChain>> {
  try {
    return await readRecords(namespace, clients, signal);
  } catch (error) {
    if (!(error instanceof SlipwayError) || signal?.aborted) throw error;
    const way = `Where ${name} cannot be reached from: have its own CI run "slipway lock --env ${name} --verified", and promote with --from-lock.`;
    throw new SlipwayError({
      code: error.code,
      message: `read what ${name} has verified: ${error.message}`,
      hint: error.hint ? `${error.hint}\n${way}` : way,
      exitCode: error.exitCode,
      details: error.details,
      cause: error,
    });
  }
}
