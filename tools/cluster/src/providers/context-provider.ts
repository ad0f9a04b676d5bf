import { ProcessError, runProcess } from '@slipway/clients';
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
    const isMissing = error instanceof Error && error.message.includes('the program was not found');
    const said = error instanceof ProcessError ? (error.stderr.trim().split('\n').at(-1) ?? '') : '';
    throw clusterError({
      code: 'ContextNotReachable',
      message: isMissing
        ? `use the cluster of context ${context}: there is no kubectl on PATH.`
        : `use the cluster of context ${context}: it does not answer${said ? ` (${said})` : ` within ${TIMEOUT_MS / 1000} s`}.`,
      hint: isMissing
        ? 'Install kubectl and run the command again.'
        : `Try: kubectl --context ${context} get --raw /readyz; "kubectl config get-contexts" lists the names, and a login may have expired.`,
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
    networkPolicies: 'unknown',
    components: [],
  };
}
