import { clusterError } from './cluster-errors.ts';
import type { ClusterInfo, Provider } from './cluster-info.ts';
import { withClusterLock } from './cluster-lock.ts';
import type { ClusterUpOptions } from './cluster-options.ts';
import type { ClusterPaths } from './cluster-paths.ts';
import { toClusterPaths } from './cluster-paths.ts';
import { embeddedUp } from './embedded/embedded-up.ts';
import { askSupervisor } from './embedded/supervisor/control.ts';
import { writeProvider } from './provider-record.ts';
import { chooseProvider } from './providers/choose-provider.ts';
import { contextUp } from './providers/context-provider.ts';
import { kindUp } from './providers/kind-provider.ts';
import { toolchainSource } from './toolchain-source.ts';

/**
 * Brings the cluster of the environment `local` up, or completes one that runs already. A second call
 * at the same time waits for the first. Throws `PreflightFailed`, `ComponentFailed`, `SupervisorFailed`,
 * `KindFailed`, `NetworkPolicyUnavailable`, `ContextNotGiven`, `ContextNotReachable` and what the toolchain
 * throws.
 */
export async function clusterUp(options: ClusterUpOptions = {}): Promise<ClusterInfo> {
  const { onProgress = () => undefined, signal, env = process.env } = options;
  const paths = toClusterPaths(undefined, env);
  const provider = await toProvider(paths, options);
  if (provider === 'context') return contextUp(options, env);
  if (provider === 'kind' && options.networkPolicy !== undefined)
    throw clusterError({
      code: 'NetworkPolicyUnavailable',
      message: 'bring up the cluster: what becomes of NetworkPolicies in a kind cluster is not decided here.',
      hint: 'Use --provider embedded to choose it, or leave the option out: from kind 0.24 on the network of kind enforces them by itself.',
    });
  let hasWaited = false;
  const onWait = (holder: string) => {
    hasWaited = true;
    onProgress({ type: 'phase-started', phase: 'cluster/lock', title: `Wait: ${holder} is at work on this cluster` });
  };
  return withClusterLock(paths.lock, 'cluster up', { signal, onWait }, async () => {
    if (hasWaited) onProgress({ type: 'phase-done', phase: 'cluster/lock' });
    if (provider === 'kind') {
      await writeProvider(paths, provider);
      return kindUp(paths, options);
    }
    const info = await embeddedUp({ ...options, paths, tools: options.tools ?? toolchainSource });
    await writeProvider(paths, provider);
    return info;
  });
}

/** A running embedded cluster stays the one `auto` means, even when an engine has appeared meanwhile. */
async function toProvider(paths: ClusterPaths, options: ClusterUpOptions): Promise<Provider> {
  const { provider = 'auto' } = options;
  switch (provider) {
    case 'embedded':
    case 'kind':
    case 'context':
      return provider;
    case 'auto':
      return (await askSupervisor(paths.controlSocket, 'status')) ? 'embedded' : chooseProvider();
    default:
      throw clusterError({
        code: 'UnknownProvider',
        message: `bring up the cluster: there is no provider "${String(provider)}".`,
        hint: 'Use auto, embedded, kind or context.',
        exitCode: 64,
      });
  }
}
