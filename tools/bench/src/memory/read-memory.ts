import { readFileSync } from 'node:fs';

/** Memory of a process in KiB. */
export interface Memory {
  /** Resident, shared pages in full. */
  rss: number;
  /** Resident, each shared page divided by those who share it. */
  pss: number;
}

/** What /proc/<pid>/smaps_rollup and /proc/<pid>/status say under a key, in KiB. Throws where the key is missing. */
export function parseKiB(text: string, key: string): number {
  const value = new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1];
  if (value === undefined) throw new Error(`read memory: there is no ${key}.`);
  return Number(value);
}

/** Memory of a running process. */
export function readMemory(pid: number): Memory {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return { rss: parseKiB(text, 'Rss'), pss: parseKiB(text, 'Pss') };
}

/** The most memory that a process was ever resident with, in KiB. */
export function readPeakRss(pid: number): number {
  return parseKiB(readFileSync(`/proc/${pid}/status`, 'utf8'), 'VmHWM');
}
