import { mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ClusterPaths } from '../../cluster-paths.ts';
import type { PodNetwork } from '../network/pod-network.ts';

/**
 * Folders that components insist on outside their configured ones. In the cluster's own mount
 * namespace each is covered by a folder of ours.
 */
export const COVERED_FOLDERS = ['/run/containerd', '/var/lib/cni', '/var/lib/kubelet', '/var/log/containers'];

/** What felix keeps there is of no use to us, and it does not start without. */
export const FELIX_FOLDER = '/var/lib/calico';

/** The folders covered in a cluster with that network of pods. */
export const toCoveredFolders = (network: PodNetwork): readonly string[] =>
  network === 'calico' ? [...COVERED_FOLDERS, FELIX_FOLDER] : COVERED_FOLDERS;

/**
 * Settings of the whole machine that the kubelet would change. It finds the values it wants in files
 * of ours laid over them; the kernel keeps the machine's own.
 */
export const SHADOWED_SYSCTLS: Record<string, string> = {
  'vm/overcommit_memory': '1',
  'vm/panic_on_oom': '0',
  'kernel/panic': '10',
  'kernel/panic_on_oops': '1',
  'kernel/keys/root_maxkeys': '1000000',
  'kernel/keys/root_maxbytes': '25000000',
};

/**
 * Lays out the mount namespace the cluster lives in: the cluster's folder shares its mounts with the
 * pods, folders outside are covered, machine-wide settings are shadowed. All of it goes with the last
 * process of the cluster; the machine's own mount table never shows any of it.
 */
export async function prepareMounts(
  { paths, covered }: { paths: ClusterPaths; covered: readonly string[] },
  mount: (...args: string[]) => Promise<void>,
): Promise<void> {
  await mount('--bind', paths.root, paths.root);
  await mount('--make-rshared', paths.root);
  for (const folder of covered) {
    const cover = join(paths.run, 'covers', folder);
    await mkdir(cover, { recursive: true });
    await mount('--bind', cover, folder);
  }
  for (const [key, value] of Object.entries(SHADOWED_SYSCTLS)) {
    const shadow = join(paths.run, 'sysctl', key);
    if (!existsSync(join('/proc/sys', key))) continue;
    await mkdir(dirname(shadow), { recursive: true });
    await writeFile(shadow, `${value}\n`);
    await mount('--bind', shadow, join('/proc/sys', key));
  }
}
