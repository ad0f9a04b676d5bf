import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import type { HostClient } from '@slipway/contracts';

/** Set by the Nx plugin for all tasks of one nx command. */
const NX_RUN_VARIABLE = 'SLIPWAY_NX_RUN';

/** This process on this machine, told apart from any other, and from itself after a reboot. */
export function createHostClient(env: NodeJS.ProcessEnv = process.env): HostClient {
  const here = { host: hostname(), boot: bootId() };
  const own = [here.host, here.boot, process.pid, startTime(process.pid) ?? '0', randomBytes(4).toString('hex')];
  const identity = own.join('/');
  const nxRun = env[NX_RUN_VARIABLE];
  return {
    hostname: here.host,
    user: userName(),
    identity,
    run: nxRun ? `${here.host}/nx/${nxRun}` : identity,
    isGone(identity) {
      const [host, boot, pid, started] = identity.split('/');
      if (host !== here.host || here.boot === 'unknown' || !pid) return Promise.resolve(false);
      if (boot !== here.boot) return Promise.resolve(true);
      return Promise.resolve(startTime(Number(pid)) !== started);
    },
  };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`; // A container's user need not have a name.
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return 'unknown'; // Not Linux: an expired lease then ends by time alone.
  }
}

/** Field 22 of /proc/<pid>/stat (proc(5)); the name in field 2 may hold spaces and brackets. */
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
