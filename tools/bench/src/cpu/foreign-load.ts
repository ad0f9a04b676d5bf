/** Two readings of the machine and of our own processes. */
export interface LoadReading {
  busyMs: number;
  totalMs: number;
  ownMs: number;
}

/** Slices in which others used more of the machine than this do not count for times and rates. */
export const MAX_FOREIGN_LOAD = 0.1;

/** Which part of the whole machine others used between two readings, 0 to 1. */
export function foreignLoad(before: LoadReading, after: LoadReading): number {
  const totalMs = after.totalMs - before.totalMs;
  if (totalMs <= 0) return 0;
  const foreignMs = after.busyMs - before.busyMs - (after.ownMs - before.ownMs);
  return Math.max(0, foreignMs) / totalMs;
}
