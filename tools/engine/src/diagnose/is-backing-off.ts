import type { ContainerStatus, EventView } from './pod-types.ts';

/**
 * Whether the kubelet waits before it starts a container again: by its state, or by an event that is newer than the
 * state, which on a busy node may be minutes old. Both times are of the node's clock. Pure.
 */
export function isBackingOff({ name, state }: ContainerStatus, events: readonly EventView[]): boolean {
  if (state?.waiting) return state.waiting.reason === 'CrashLoopBackOff';
  const since = Date.parse(state?.running?.startedAt ?? state?.terminated?.finishedAt ?? '');
  return events.some(
    ({ reason, message, lastTimestamp }) =>
      reason === 'BackOff' &&
      message?.startsWith(`Back-off restarting failed container ${name} `) &&
      Date.parse(lastTimestamp ?? '') > since,
  );
}
