import { mkdir, rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Toolset } from '@slipway/toolchain';
import type { ClusterPaths } from '../../cluster-paths.ts';
import type { PodNetwork } from './pod-network.ts';

/** Folder of the CNI plugins in Debian's package; not the upstream default. */
const toDebianFolder = (tools: Pick<Toolset, 'root'>) => join(tools.root('node-packages'), 'usr', 'lib', 'cni');

/**
 * The one folder containerd 1 looks for CNI plugins in. Calico's comes from another tool than the rest,
 * so that its network has a folder of links.
 */
export async function ensureCniFolder(
  paths: ClusterPaths,
  tools: Pick<Toolset, 'root' | 'path'>,
  network: PodNetwork,
): Promise<string> {
  const debian = toDebianFolder(tools);
  if (network === 'bridge') return debian;
  const folder = join(paths.config, 'cni-bin');
  await mkdir(folder, { recursive: true });
  const plugins = { calico: tools.path('calico') };
  for (const name of ['host-local', 'portmap', 'loopback']) Object.assign(plugins, { [name]: join(debian, name) });
  for (const [name, target] of Object.entries(plugins)) {
    // In one step: a pod may be made at this very moment.
    await symlink(target, join(folder, `.${name}.${process.pid}`));
    await rename(join(folder, `.${name}.${process.pid}`), join(folder, name));
  }
  return folder;
}
