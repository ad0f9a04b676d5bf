/** Clock ticks per second in /proc; the same on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const MS_PER_TICK = 1000 / TICKS_PER_SECOND;
const NS_PER_MS = 1e6;

/** CPU of one process as /proc/<pid>/stat has it, in milliseconds, 10 ms exact. */
export interface StatCpu {
  /** All threads, ended ones included. */
  ownMs: number;
  /** Children that ended and were waited for. */
  endedChildrenMs: number;
}

/** Reads /proc/<pid>/stat. The program's name may hold spaces and brackets, so it is cut off first. */
export function parseStat(text: string): StatCpu {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = (index: number) => Number(fields[index] ?? 0);
  return { ownMs: (ticks(11) + ticks(12)) * MS_PER_TICK, endedChildrenMs: (ticks(13) + ticks(14)) * MS_PER_TICK };
}

/** Reads /proc/<pid>/task/<tid>/schedstat: time on a CPU in milliseconds, exact to the nanosecond. */
export function parseSchedstat(text: string): number {
  return Number(text.split(' ', 1)[0] ?? 0) / NS_PER_MS;
}

/** Reads the first line of /proc/stat: milliseconds that all CPUs together worked, and worked or idled. */
export function parseMachineCpu(text: string): { busyMs: number; totalMs: number } {
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = (
    text.split('\n', 1)[0] ?? ''
  )
    .trim()
    .split(/\s+/)
    .slice(1)
    .map((ticks) => Number(ticks) * MS_PER_TICK);
  const busyMs = user + nice + system + irq + softirq + steal;
  return { busyMs, totalMs: busyMs + idle + iowait };
}
