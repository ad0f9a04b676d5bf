import type { Clock, KubeObject } from '@slipway/contracts';
import { ownedBy } from '../diagnose/pods-of.ts';
import type { NamespaceView } from './namespace-view.ts';

/**
 * Waits until the workloads of a removed release and their pods are gone. Gives what is still there when
 * the time is over; undefined when nothing is.
 */
export async function waitForRemoval(
  { name }: { name: string },
  view: NamespaceView,
  { clock, deadlineMs, signal }: { clock: Clock; deadlineMs: number; signal?: AbortSignal | undefined },
): Promise<string | undefined> {
  const endsAt = clock.now() + deadlineMs;
  const owners = new Set<string>();
  for (;;) {
    signal?.throwIfAborted();
    const { workloads, replicaSets, pods } = view.snapshot();
    const isOwn = ({ metadata }: KubeObject) => metadata.annotations?.['meta.helm.sh/release-name'] === name;
    for (const { metadata } of workloads.filter(isOwn)) if (metadata.uid) owners.add(metadata.uid);
    const sets = [...owners].flatMap((uid) => ownedBy(replicaSets, uid));
    for (const { metadata } of sets) if (metadata.uid) owners.add(metadata.uid);
    const left = [...workloads.filter(isOwn), ...[...owners].flatMap((uid) => ownedBy(pods, uid))];
    if (left.length === 0) return undefined;
    if (clock.now() >= endsAt) return left.map(({ kind, metadata }) => `${kind}/${metadata.name}`).join(', ');
    await view.nextChange(1000);
  }
}
