import { existsSync } from 'node:fs';
import type { ClusterInfo } from './cluster-info.ts';
import { toEmbeddedInfo } from './cluster-info.ts';
import { toClusterPaths } from './cluster-paths.ts';
import { readLeftovers } from './embedded/leftovers.ts';
import { readPodNetwork } from './embedded/network/pod-network.ts';
import { askSupervisor } from './embedded/supervisor/control.ts';
import { readProvider } from './provider-record.ts';
import { answers } from './providers/choose-provider.ts';
import { toKindInfo } from './providers/kind-provider.ts';

/** Tells how the cluster of the environment `local` is. Changes nothing and needs no tool. */
export async function clusterStatus(env: NodeJS.ProcessEnv = process.env): Promise<ClusterInfo> {
  const paths = toClusterPaths(undefined, env);
  const network = await readPodNetwork(paths);
  const status = await askSupervisor(paths.controlSocket, 'status');
  if (status) {
    const isReady = status.components.every(({ state }) => state === 'ready');
    return toEmbeddedInfo(paths, isReady ? 'running' : 'starting', network, status.components);
  }
  if ((await readProvider(paths)) === 'kind')
    return toKindInfo(
      paths,
      (await answers('kubectl', ['--kubeconfig', paths.kubeconfig, 'get', '--raw', '/readyz'])) ? 'running' : 'stopped',
    );
  if (!existsSync(paths.root)) return toEmbeddedInfo(paths, 'absent', network);
  const { components, shims } = await readLeftovers(paths);
  return toEmbeddedInfo(paths, components.length + shims.length > 0 ? 'degraded' : 'stopped', network);
}

/** Path of the cluster's own kubeconfig. The user's is never read or written. */
export const kubeconfigPath = (env: NodeJS.ProcessEnv = process.env): string =>
  toClusterPaths(undefined, env).kubeconfig;
