import type { Clock, KubeObject } from '@slipway/contracts';
import { ownedBy } from '../diagnose/pods-of.ts';
import type { NamespaceView } from './namespace-view.ts';

/** Uids of a release's workloads and of their ReplicaSets: pods are known by them even after their owner is gone. */
export function ownersOf({ name }: { name: string }, view: NamespaceView): Set<string> {
  const { workloads, replicaSets } = view.snapshot();
  const own = workloads.filter((workload) => isOf(workload, name)).flatMap(({ metadata }) => metadata.uid ?? []);
  const sets = own.flatMap((uid) => ownedBy(replicaSets, uid)).flatMap(({ metadata }) => metadata.uid ?? []);
  return new Set([...own, ...sets]);
}

/**
 * Waits until the workloads of a removed release and their pods (`owners`, read before the removal) are gone.
 * Gives what is still there when the time is over; undefined when nothing is.
 */
export async function waitForRemoval(
  { name }: { name: string },
  owners: ReadonlySet<string>,
  view: NamespaceView,
  { clock, deadlineMs, signal }: { clock: Clock; deadlineMs: number; signal?: AbortSignal | undefined },
): Promise<string | undefined> {
  const endsAt = clock.now() + deadlineMs;
  await view.refresh();
  for (;;) {
    signal?.throwIfAborted();
    const { workloads, pods } = view.snapshot();
    const owned = pods.filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid && owners.has(uid)));
    const left = [
      ...workloads.filter((workload) => isOf(workload, name) && owners.has(workload.metadata.uid ?? '')),
      ...owned,
    ];
    if (left.length === 0) return undefined;
    if (clock.now() >= endsAt) return left.map(({ kind, metadata }) => `${kind}/${metadata.name}`).join(', ');
    await view.nextChange(1000);
  }
}

function isOf({ metadata }: KubeObject, release: string): boolean {
  return metadata.annotations?.['meta.helm.sh/release-name'] === release;
}
