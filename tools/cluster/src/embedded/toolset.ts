import { join } from 'node:path';
import type { OnProgress } from '@slipway/contracts';
import type { Programs, Stage } from './components.ts';

/** The part of the toolchain's `Toolset` the cluster works with. */
export interface ClusterToolset {
  path(program: string): string;
  env: NodeJS.ProcessEnv;
  root(name: string): string;
}

/** Obtains tools, building what is missing. */
export type EnsureTools = (
  names: string[],
  options: { onProgress?: OnProgress; signal?: AbortSignal },
) => Promise<ClusterToolset>;

/** Which tools each stage needs. */
export const STAGE_TOOLS: Record<Stage, string[]> = {
  node: ['node-packages', 'kubernetes', 'pause'],
  dns: ['coredns'],
  storage: ['local-path-provisioner'],
  ingress: ['traefik'],
  metrics: ['metrics-server'],
};

/** Programs of a toolset, with what the components need of the environment and nothing else of the user's. */
export function toPrograms(tools: ClusterToolset): Programs {
  const env: Record<string, string> = { HOME: '/root', LANG: 'C.UTF-8' };
  for (const key of ['PATH', 'LD_LIBRARY_PATH', 'XTABLES_LIBDIR']) {
    const value = tools.env[key];
    if (value !== undefined) env[key] = value;
  }
  return { path: (program) => tools.path(program), env };
}

/** Folder of the CNI plugins: in Debian's package, not in the upstream default. */
export const toCniBin = (tools: ClusterToolset): string => join(tools.root('node-packages'), 'usr', 'lib', 'cni');
