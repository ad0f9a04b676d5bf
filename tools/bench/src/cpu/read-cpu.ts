import { readdirSync, readFileSync } from 'node:fs';
import { parseMachineCpu, parseSchedstat, parseStat } from './proc-text.ts';

/**
 * Milliseconds of CPU that a process has used: all its threads and its children, also those that ended
 * and were waited for. Running threads count to the nanosecond, ended ones to 10 ms. 0 for a process that is gone.
 */
export function readCpuMs(pid: number): number {
  const { ownMs, endedChildrenMs } = parseStat(read(`/proc/${pid}/stat`));
  let threadsMs = 0;
  let childrenMs = 0;
  for (const thread of list(`/proc/${pid}/task`)) {
    threadsMs += parseSchedstat(read(`/proc/${pid}/task/${thread}/schedstat`));
    for (const child of read(`/proc/${pid}/task/${thread}/children`).trim().split(' ')) {
      if (child !== '') childrenMs += readCpuMs(Number(child));
    }
  }
  return Math.max(ownMs, threadsMs) + endedChildrenMs + childrenMs;
}

/** Milliseconds that all CPUs of the machine worked, and worked or idled, since it started. */
export function readMachineCpu(): { busyMs: number; totalMs: number } {
  return parseMachineCpu(read('/proc/stat'));
}

/** A process may end between two looks; then it counts as nothing. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
