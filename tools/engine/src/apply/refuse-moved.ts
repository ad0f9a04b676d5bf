import type { KubeClient, PlannedRelease } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import { readNamespaceRevisions } from '../live/read-revisions.ts';

/**
 * Looks, under the lease, whether the releases are still at the revisions of the plan: a deployer that came and went
 * between plan and lease would be overwritten unseen, or its work taken back as if this run had done it. One request for
 * each namespace, none without releases. Throws `PlanStale` (exit 3).
 */
export async function refuseMoved(
  releases: readonly PlannedRelease[],
  kube: KubeClient,
  signal?: AbortSignal,
): Promise<void> {
  const namespaces = [...new Set(releases.map(({ namespace }) => namespace))];
  const read = await Promise.all(
    namespaces.map(async (namespace) => [namespace, await readNamespaceRevisions(namespace, kube, signal)] as const),
  );
  const live = new Map(read);
  const moved = releases.flatMap(({ name, namespace, baseRevision }) => {
    const revision = live.get(namespace)?.get(name)?.[0]?.revision ?? 0;
    return revision === baseRevision ? [] : [`revision ${baseRevision} -> ${revision} of ${name}`];
  });
  if (moved.length === 0) return;
  throw new SlipwayError({
    code: 'PlanStale',
    message: `carry out the plan: another deployer was at work since it was made: ${moved.join(', ')}.`,
    hint: 'Nothing was changed. Run again: what is there now is planned anew.',
    exitCode: ExitCodes.planRefused,
    details: { moved },
  });
}
