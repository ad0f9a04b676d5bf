import type { ClusterInfo } from './cluster-info.ts';
import { withClusterLock } from './cluster-lock.ts';
import { clusterError } from './cluster-errors.ts';
import type { ClusterUpOptions } from './cluster-options.ts';
import { toClusterPaths } from './cluster-paths.ts';
import { embeddedUp } from './embedded/embedded-up.ts';
import { toolchainSource } from './toolchain-source.ts';

/**
 * Brings the cluster of the environment `local` up, or completes one that runs already. A second call
 * at the same time waits for the first. Throws `PreflightFailed`, `ComponentFailed`, `SupervisorFailed`
 * and what the toolchain throws.
 */
export async function clusterUp(options: ClusterUpOptions = {}): Promise<ClusterInfo> {
  const { onProgress = () => undefined, signal, env = process.env } = options;
  const paths = toClusterPaths(undefined, env);
  if (options.networkPolicy)
    throw clusterError({
      code: 'NetworkPolicyUnavailable',
      message: 'bring up the cluster: the embedded provider does not enforce NetworkPolicies yet.',
      hint: 'Leave --network-policy out, or use --provider context with a cluster that does.',
    });
  const onWait = (holder: string) => {
    onProgress({ type: 'phase-started', phase: 'cluster/lock', title: `Wait: ${holder} is at work on this cluster` });
  };
  let hasWaited = false;
  return withClusterLock(
    paths.lock,
    'cluster up',
    { signal, onWait: (holder) => ((hasWaited = true), onWait(holder)) },
    () => {
      if (hasWaited) onProgress({ type: 'phase-done', phase: 'cluster/lock' });
      return embeddedUp({ ...options, paths, tools: options.tools ?? toolchainSource });
    },
  );
}
