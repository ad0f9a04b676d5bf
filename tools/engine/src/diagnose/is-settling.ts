import type { KubeObject, Snapshot } from '@slipway/contracts';
import { eventsOf } from './events-of.ts';
import { isBackingOff } from './is-backing-off.ts';
import { runningKey } from './first-seen.ts';
import { asPod } from './pod-types.ts';

/** A container without a readiness probe counts as Ready the moment it runs; it has to stay so for this long. */
const SETTLE_MS = 3000;
/** One that has already crashed, for this long: a busy kubelet tells of the next crash only after seconds. */
const SETTLE_AFTER_CRASH_MS = 8000;

/** Whether a Ready pod has still to show that it stays: a crash right after the start is no success. Pure. */
export function isSettling(pod: KubeObject, snapshot: Pick<Snapshot, 'now' | 'firstSeen' | 'events'>): boolean {
  const { now, firstSeen } = snapshot;
  const { spec = {}, status = {} } = asPod(pod);
  const { name, uid = name } = pod.metadata;
  if (pod.metadata.deletionTimestamp || status.phase === 'Failed' || status.phase === 'Succeeded') return false;
  return (status.containerStatuses ?? []).some((container) => {
    const hasProbe = spec.containers?.some((one) => one.name === container.name && one.readinessProbe);
    if (hasProbe) return false;
    if (!container.state?.running) return true; // The watch of its owner was faster than its own.
    if (isBackingOff(container, eventsOf(pod, snapshot))) return true; // It runs no more; the pod does not say so yet.
    const since = firstSeen[runningKey(uid, container.name, container.state.running.startedAt)] ?? now;
    const isNew = firstSeen[`${uid}/creating`] !== undefined;
    const last = container.lastState?.terminated;
    const hasCrashed = isNew && last !== undefined && last.reason !== 'Unknown';
    return now - since < (hasCrashed ? SETTLE_AFTER_CRASH_MS : SETTLE_MS);
  });
}
