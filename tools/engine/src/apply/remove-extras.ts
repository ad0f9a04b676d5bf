import type { KubeClient, PlannedRelease, WorkloadKind } from '@slipway/contracts';
import { KubeKinds } from '@slipway/contracts';
import { removeEntry } from '../live/remove-entry.ts';

/**
 * Removes list entries that somebody added to live workloads (an environment variable, a volume): server-side
 * apply never takes away what another manager owns, so Helm alone would leave them, and they would be drift
 * for ever.
 */
export async function removeExtras({ changes, namespace }: PlannedRelease, kube: KubeClient): Promise<void> {
  const extras = changes.filter(({ to, path }) => to === null && path !== '');
  for (const workload of new Set(extras.map(({ kind, name }) => `${kind}/${name}`))) {
    const [kind, name] = workload.split('/') as [WorkloadKind, string];
    const live = await kube.get(KubeKinds[kind], name, namespace);
    if (!live) continue;
    const removed = extras.filter(
      (extra) => extra.kind === kind && extra.name === name && removeEntry(live, extra.path),
    );
    if (removed.length > 0) await kube.replace(KubeKinds[kind], live);
  }
}
