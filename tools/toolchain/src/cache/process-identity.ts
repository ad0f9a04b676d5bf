import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process, told apart from every other one that ever had or will have its pid. */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks after boot at which it started; empty where the system does not tell. */
  startTime: string;
  /** The boot and pid namespace in which `pid` means something. */
  machine: string;
}

/** Who this process is. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startTime: startTimeOf(process.pid) ?? '', machine: machineId() };
}

/**
 * Whether the process still runs: `yes` or `no`, and `unknown` where it belongs to another machine,
 * boot or container than ours.
 */
export function isAlive(identity: ProcessIdentity): 'yes' | 'no' | 'unknown' {
  if (identity.machine !== machineId()) return 'unknown';
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return 'no';
  }
  const startTime = startTimeOf(identity.pid);
  return startTime === undefined || identity.startTime === '' || startTime === identity.startTime ? 'yes' : 'no';
}

/** Field 22 of /proc/<pid>/stat; the name in field 2 may hold spaces and brackets. A zombie has no start time. */
function startTimeOf(pid: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : fields[19];
  } catch {
    return undefined;
  }
}

function machineId(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}
