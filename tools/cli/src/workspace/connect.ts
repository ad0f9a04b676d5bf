import { existsSync } from 'node:fs';
import type { Clients, ImageClient } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { createClients, createImageClient } from '@slipway/clients';
import type { ConnectRequest } from '../dependencies.ts';

/**
 * Clients for one environment. An environment with a cluster of its own uses that cluster's kubeconfig
 * and no other. Helm and crane are obtained on first use. Throws `ClusterNotRunning`.
 */
export async function connect(request: ConnectRequest): Promise<Clients> {
  const { environment, workspaceRoot, env } = request;
  const ensure = async (name: 'helm' | 'crane') => {
    const { ensureTools } = await import('@slipway/toolchain');
    const { onProgress, signal } = request;
    return ensureTools([name], { onProgress, env, ...(signal ? { signal } : {}) });
  };
  return createClients({
    workspaceRoot,
    environment,
    programs: () => ensure('helm'),
    kubeconfig: await ownKubeconfig(request),
    images: imagesOnFirstUse(async () => {
      const tools = await ensure('crane');
      return createImageClient({ program: tools.path('crane'), env: tools.env });
    }),
  });
}

async function ownKubeconfig({ environment, env }: ConnectRequest): Promise<string | undefined> {
  if (!environment.cluster || environment.cluster.provider === 'context') return undefined;
  const { kubeconfigPath } = await import('@slipway/cluster');
  const path = kubeconfigPath(env);
  if (existsSync(path)) return path;
  throw new SlipwayError({
    code: 'ClusterNotRunning',
    message: `connect to the cluster of environment "${environment.name}": it was never started.`,
    hint: 'Run "npm run up", or "npx slipway cluster up" for the cluster alone.',
  });
}

function imagesOnFirstUse(make: () => Promise<ImageClient>): ImageClient {
  let made: Promise<ImageClient> | undefined;
  const get = () => (made ??= make());
  return {
    exists: async (...args) => (await get()).exists(...args),
    push: async (...args) => (await get()).push(...args),
  };
}
