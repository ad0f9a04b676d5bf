import { readFileSync } from 'node:fs';

/** Files besides the connections that a server or client has open. */
const BESIDES = 200;

/** The hard limit on open files in /proc/<pid>/limits; infinite where there is none. */
export function hardLimitIn(limits: string): number {
  const value = /^Max open files\s+\S+\s+(\S+)/m.exec(limits)?.[1];
  return value === undefined || value === 'unlimited' ? Infinity : Number(value);
}

/** Whether a process may have so many connections. Node raises the soft limit to the hard one; what it starts inherits that. */
export function mayOpen(connections: number): boolean {
  return hardLimitIn(readLimits()) >= connections + BESIDES;
}

function readLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}
