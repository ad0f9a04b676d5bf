import { delimiter, join } from 'node:path';
import type { ToolName, Toolset } from '@slipway/toolchain';
import type { Programs, Stage } from './components.ts';

/** Which tools each stage needs. */
export const STAGE_TOOLS: Record<Stage, readonly ToolName[]> = {
  node: ['node-packages', 'kubernetes', 'pause'],
  dns: ['coredns'],
  storage: ['local-path-provisioner'],
  ingress: ['traefik'],
  metrics: ['metrics-server'],
};

/** Where the node's own programs look for others after the toolchain's folders. */
const SYSTEM_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/**
 * Programs of the node's toolset with the environment the components get: the toolchain's folders and
 * the system's, nothing of the user's. It is the same whoever calls from wherever, so that a second
 * `up` finds nothing changed.
 */
export function toPrograms(tools: Pick<Toolset, 'path' | 'root' | 'env'>): Programs {
  const root = tools.root('node-packages');
  const own = (value: string | undefined) =>
    (value ?? '').split(delimiter).filter((folder) => folder === root || folder.startsWith(`${root}/`));
  const libraries = own(tools.env['LD_LIBRARY_PATH']);
  const xtables = tools.env['XTABLES_LIBDIR'];
  const env: Record<string, string> = {
    HOME: '/root',
    LANG: 'C.UTF-8',
    PATH: [...new Set([...own(tools.env['PATH']), ...SYSTEM_PATH])].join(delimiter),
    ...(libraries.length > 0 ? { LD_LIBRARY_PATH: libraries.join(delimiter) } : {}),
    ...(xtables ? { XTABLES_LIBDIR: xtables } : {}),
  };
  return { path: (program) => tools.path(program), env };
}

/** Folder of the CNI plugins: in Debian's package, not in the upstream default. */
export const toCniBin = (tools: Pick<Toolset, 'root'>): string =>
  join(tools.root('node-packages'), 'usr', 'lib', 'cni');
