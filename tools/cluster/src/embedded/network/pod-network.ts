import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterPaths } from '../../cluster-paths.ts';

/** What connects the pods: a bridge of ours, or routes by Calico, which enforces NetworkPolicies on them. */
export type PodNetwork = 'bridge' | 'calico';

const toPath = (paths: ClusterPaths) => join(paths.root, 'network');

/** The network the cluster was last brought up with; `bridge` where none is noted. */
export async function readPodNetwork(paths: ClusterPaths): Promise<PodNetwork> {
  const text = await readFile(toPath(paths), 'utf8').catch(() => '');
  return text.trim() === 'calico' ? 'calico' : 'bridge';
}

/** Notes the network. Only while no pod runs: each hangs on the network it was made with. */
export async function writePodNetwork(paths: ClusterPaths, network: PodNetwork): Promise<void> {
  await mkdir(paths.root, { recursive: true, mode: 0o700 });
  await writeFile(toPath(paths), `${network}\n`, { mode: 0o600 });
}

/** The network asked for: an answer not given keeps what the cluster has. */
export function choosePodNetwork(networkPolicy: boolean | undefined, recorded: PodNetwork): PodNetwork {
  if (networkPolicy === undefined) return recorded;
  return networkPolicy ? 'calico' : 'bridge';
}
