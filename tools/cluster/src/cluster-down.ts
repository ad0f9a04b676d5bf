import { withClusterLock } from './cluster-lock.ts';
import type { ClusterDownOptions } from './cluster-options.ts';
import { toClusterPaths } from './cluster-paths.ts';
import { embeddedDown } from './embedded/embedded-down.ts';
import { toolchainSource } from './toolchain-source.ts';

/** Stops the cluster of the environment `local` and leaves the machine as it was before. Throws `ClusterNotStopped`. */
export async function clusterDown(options: ClusterDownOptions = {}): Promise<void> {
  const paths = toClusterPaths(undefined, options.env);
  await withClusterLock(paths.lock, 'cluster down', { signal: options.signal }, () =>
    embeddedDown(paths, { ...options, tools: options.tools ?? toolchainSource }),
  );
}
