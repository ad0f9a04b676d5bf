import type { Clients, PlannedRelease, TakenOver } from '@slipway/contracts';
import { ensureNamespace, namespaceExists } from './ensure-namespace.ts';
import type { NamespaceLease } from './namespace-lease.ts';
import { takeNamespaceLease } from './namespace-lease.ts';
import { operation } from './operation.ts';
import type { RunContext } from './run-context.ts';

/** The leases of a run. */
export interface Leases {
  /** Aborts when one of them was lost: nothing may be written any more. */
  lost: AbortSignal;
  takenOver: TakenOver[];
  release(): Promise<void>;
}

/** What taking leases needs. */
export interface LeasesContext extends Pick<RunContext, 'emit'> {
  environment: string;
  signal: AbortSignal | undefined;
  clients: Pick<Clients, 'kube' | 'clock' | 'host'>;
}

/**
 * Takes the lease of every namespace that is about to be changed, in the order of their names, all or none;
 * without releases none at all. Namespaces that are missing are made, after the others were taken, so that a
 * refusal leaves nothing behind. Throws `Locked`.
 */
export async function takeLeases(releases: readonly PlannedRelease[], context: LeasesContext): Promise<Leases> {
  const { clients, environment, emit, signal } = context;
  const taken: NamespaceLease[] = [];
  const release = async () => void (await Promise.all(taken.map((lease) => lease.release())));
  const take = async (namespace: string) => {
    const names = releases.filter((one) => one.namespace === namespace).map(({ name }) => name);
    taken.push(await takeNamespaceLease({ namespace, environment, releases: names }, clients, signal));
  };
  const namespaces = [...new Set(releases.map(({ namespace }) => namespace))].sort();
  try {
    const isThere = await Promise.all(namespaces.map((namespace) => namespaceExists(namespace, clients.kube)));
    for (const namespace of namespaces.filter((_, index) => isThere[index])) await take(namespace);
    for (const namespace of namespaces.filter((_, index) => !isThere[index])) {
      const first = releases.find((one) => one.namespace === namespace)?.name ?? '';
      await operation({ release: first, kind: 'namespace', emit }, async () => {
        const isNew = await ensureNamespace(namespace, clients.kube);
        return isNew ? `${namespace} made, under the restricted Pod Security Standard` : undefined;
      });
      await take(namespace);
    }
  } catch (error) {
    await release();
    throw error;
  }
  return {
    lost: AbortSignal.any(taken.map((lease) => lease.lost)),
    takenOver: taken.flatMap(({ takenOver }) => takenOver ?? []),
    release,
  };
}
