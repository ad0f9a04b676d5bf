import type { Snapshot } from '@slipway/contracts';

/** Kubernetes' default of a pod's time to end. */
const GRACE_SECONDS = 30;
/** Between the end of a pod and the scheduler's next look. */
const MARGIN_MS = 5000;

/** Until when pods of the namespace may be ending and give their room back; undefined when none is. Pure. */
export function leavingUntil({ pods, firstSeen, now }: Snapshot): number | undefined {
  const ends = pods.flatMap(({ metadata }) => {
    if (!metadata.deletionTimestamp) return [];
    const { deletionGracePeriodSeconds = GRACE_SECONDS } = metadata as { deletionGracePeriodSeconds?: number };
    const since = firstSeen[`${metadata.uid ?? metadata.name}/leaving`] ?? now;
    return since + deletionGracePeriodSeconds * 1000 + MARGIN_MS;
  });
  return ends.length > 0 ? Math.max(...ends) : undefined;
}
