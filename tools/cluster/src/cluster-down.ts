import { withClusterLock } from './cluster-lock.ts';
import type { ClusterDownOptions } from './cluster-options.ts';
import { toClusterPaths } from './cluster-paths.ts';
import { embeddedDown } from './embedded/embedded-down.ts';
import { readProvider } from './provider-record.ts';
import { kindDown } from './providers/kind-provider.ts';
import { toolchainSource } from './toolchain-source.ts';

/**
 * Stops the cluster of the environment `local` and leaves the machine as it was before. Without one
 * there is nothing to do. Throws `ClusterNotStopped`, with what could not be taken back.
 */
export async function clusterDown(options: ClusterDownOptions = {}): Promise<void> {
  const { onProgress = () => undefined, signal } = options;
  const paths = toClusterPaths(undefined, options.env);
  let hasWaited = false;
  const onWait = (holder: string) => {
    hasWaited = true;
    onProgress({ type: 'phase-started', phase: 'cluster/lock', title: `Wait: ${holder} is at work on this cluster` });
  };
  await withClusterLock(paths.lock, 'cluster down', { signal, onWait }, async () => {
    if (hasWaited) onProgress({ type: 'phase-done', phase: 'cluster/lock' });
    // The note of the provider stays until the purge: what kind leaves stopped is removed by a later one.
    if ((await readProvider(paths)) === 'kind') await kindDown(paths, options);
    await embeddedDown(paths, { ...options, tools: options.tools ?? toolchainSource });
  });
}
