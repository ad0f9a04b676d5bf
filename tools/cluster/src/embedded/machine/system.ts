import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProcess } from '@slipway/clients';

/** The node's own programs: `ip` and `mount` come from the toolchain's busybox, the packet filter from its Debian packages. */
export interface System {
  ip(...args: string[]): Promise<string>;
  mount(...args: string[]): Promise<void>;
  save(family: 4 | 6): Promise<string>;
  restore(family: 4 | 6, input: string): Promise<void>;
  /** Runs `iptables` or `ip6tables`. */
  tables(family: 4 | 6, ...args: string[]): Promise<void>;
  nft(...args: string[]): Promise<string>;
  ipset(...args: string[]): Promise<string>;
}

/** `path` gives the absolute path of a program, `env` the environment it runs in. */
export function createSystem(path: (program: string) => string, env: NodeJS.ProcessEnv): System {
  const prefix = (family: 4 | 6) => (family === 4 ? 'iptables' : 'ip6tables');
  const run = async (program: string, args: string[], input?: string) =>
    (await runProcess(program, args, { env, ...(input === undefined ? {} : { input }) })).stdout;
  return {
    ip: (...args) => run(path('busybox'), ['ip', ...args]),
    mount: async (...args) => void (await run(path('busybox'), ['mount', ...args])),
    save: (family) => run(path(`${prefix(family)}-save`), []),
    restore: async (family, input) => void (await run(path(`${prefix(family)}-restore`), ['--noflush'], input)),
    tables: async (family, ...args) => void (await run(path(prefix(family)), args)),
    nft: (...args) => run(path('nft'), args),
    ipset: (...args) => run(path('ipset'), args),
  };
}

const toSysctlPath = (key: string) => join('/proc/sys', key.replaceAll('.', '/'));

/** The value of a kernel setting, or `undefined` where the kernel has none of that name. */
export async function readSysctl(key: string): Promise<string | undefined> {
  try {
    return (await readFile(toSysctlPath(key), 'utf8')).trim();
  } catch {
    return undefined;
  }
}

export const writeSysctl = (key: string, value: string): Promise<void> => writeFile(toSysctlPath(key), value);
