import { readFileSync } from 'node:fs';

const MIB = 1024;

/** How much a service may have grown over a run, in MiB: a heap fills up to its limit before much of it is freed. */
export const GROWTH_LIMIT_MIB = 160;

/** Resident memory of a process in MiB, as the kernel counts it; undefined where there is no /proc. */
export function readMemoryMib(pid: number): number | undefined {
  try {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kib === undefined ? undefined : Number(kib) / MIB;
  } catch {
    return undefined;
  }
}

/** Says when a service grew by more than the limit. */
export function findGrowth(before: number | undefined, after: number | undefined): string[] {
  if (before === undefined || after === undefined || after - before <= GROWTH_LIMIT_MIB) return [];
  return [`it grew from ${Math.round(before)} to ${Math.round(after)} MiB`];
}
