import { runProcess } from '@slipway/clients';
import { clusterError } from '../cluster-errors.ts';
import type { ClusterInfo } from '../cluster-info.ts';
import type { ClusterUpOptions } from '../cluster-options.ts';

const TIMEOUT_MS = 15_000;

/**
 * Takes an existing cluster as it is: nothing is started or written there, it is only asked whether it
 * answers. The context must be named. Throws `ContextNotGiven` and `ContextNotReachable`.
 */
export async function contextUp(options: ClusterUpOptions, env: NodeJS.ProcessEnv = process.env): Promise<ClusterInfo> {
  const { context } = options;
  if (!context)
    throw clusterError({
      code: 'ContextNotGiven',
      message: 'use an existing cluster: no context is named.',
      hint: 'Add --context NAME; "kubectl config get-contexts" lists the names.',
    });
  const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(options.signal ? [options.signal] : [])]);
  try {
    await runProcess('kubectl', ['--context', context, 'get', '--raw', '/readyz'], { env, signal });
  } catch (error) {
    options.signal?.throwIfAborted();
    throw clusterError({
      code: 'ContextNotReachable',
      message: `use the cluster of context ${context}: it does not answer.`,
      hint: `Try: kubectl --context ${context} get --raw /readyz`,
      cause: error,
    });
  }
  return {
    schema: 'slipway.cluster/v1',
    provider: 'context',
    state: 'running',
    kubeconfig: env['KUBECONFIG'] ?? '',
    context,
    registry: env['SLIPWAY_REGISTRY'] ?? '',
    ingress: { http: '', https: '' },
    node: '',
    components: [],
  };
}
