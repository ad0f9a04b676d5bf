import type { Clients, Environment, ImageClient } from '@slipway/contracts';
import { systemClock } from './clock/system-clock.ts';
import { createFilesClient } from './files/files-client.ts';
import { createGitClient } from './git/git-client.ts';
import { createHelmClient } from './helm/helm-client.ts';
import { createHostClient } from './host/host-client.ts';
import { createHttpClient } from './http/http-client.ts';
import { createKubeClient } from './kube/kube-client.ts';

/** Programs by name and the environment they run in: a `Toolset` of @slipway/toolchain fits. */
export interface Programs {
  /** Absolute path of a program. */
  path(program: string): string;
  env: NodeJS.ProcessEnv;
}

/** What the clients of one command are made from. */
export interface CreateClientsOptions {
  /** Absolute. */
  workspaceRoot: string;
  environment: Environment;
  /** Where Helm is; a function is asked on first use. */
  programs: Programs | (() => Promise<Programs>);
  /** The project's own kubeconfig where `environment.cluster` is set; default KUBECONFIG, then ~/.kube/config. */
  kubeconfig?: string | undefined;
  /** Overrides the environment's context. */
  context?: string | undefined;
  /** Pushes images that the registry lacks; without it nothing is pushed. */
  images?: ImageClient | undefined;
}

/** The real clients of one command against one environment. Nothing is read or started before the first call. */
export function createClients(options: CreateClientsOptions): Clients {
  const { environment, kubeconfig, programs, images, workspaceRoot } = options;
  const context = options.context ?? environment.context;
  let found: Promise<Programs> | undefined;
  const find = () => (found ??= typeof programs === 'function' ? programs() : Promise.resolve(programs));
  return {
    helm: createHelmClient({
      program: async () => (await find()).path('helm'),
      env: async () => (await find()).env,
      kubeconfig,
      context,
    }),
    kube: createKubeClient({ kubeconfig, context }),
    files: createFilesClient(),
    clock: systemClock,
    git: createGitClient(workspaceRoot),
    host: createHostClient(),
    http: createHttpClient(),
    ...(images ? { images } : {}),
  };
}
