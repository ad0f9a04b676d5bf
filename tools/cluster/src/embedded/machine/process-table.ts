import { readdir, readFile, readlink } from 'node:fs/promises';

/** A running process as the kernel tells it. */
export interface ProcessInfo {
  pid: number;
  /** Short name, at most 15 characters. */
  name: string;
  state: string;
  parentPid: number;
  /** Start time in clock ticks since boot; with the pid it names the process for good. */
  startTicks: number;
}

/** Reads one line of /proc/<pid>/stat. The name may hold blanks and brackets, so the last bracket counts. */
export function parseStat(text: string): ProcessInfo {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  const fields = text.slice(close + 2).split(' ');
  return {
    pid: Number(text.slice(0, open - 1)),
    name: text.slice(open + 1, close),
    state: fields[0] ?? '',
    parentPid: Number(fields[1]),
    startTicks: Number(fields[19]),
  };
}

/** The process with that pid, or `undefined` when there is none or it has ended and waits to be reaped. */
export async function readProcess(pid: number): Promise<ProcessInfo | undefined> {
  try {
    const info = parseStat(await readFile(`/proc/${pid}/stat`, 'utf8'));
    return info.state === 'Z' || info.state === 'X' ? undefined : info;
  } catch {
    return undefined;
  }
}

/** Whether that very process still runs. */
export async function isRunning(process: { pid: number; startTicks: number }): Promise<boolean> {
  return (await readProcess(process.pid))?.startTicks === process.startTicks;
}

/** Id of this boot; what the kernel held before it is gone. */
export const readBootId = async (): Promise<string> =>
  (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();

/** Id of this process's network namespace. */
export const readNetworkNamespace = (): Promise<string> => readlink('/proc/self/ns/net');

/** All pids of the machine as this process sees it. */
export async function readPids(): Promise<number[]> {
  return (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
}
