import { mkdir } from 'node:fs/promises';
import { runProcess } from '@slipway/clients';
import { clusterError } from '../cluster-errors.ts';
import type { ClusterInfo } from '../cluster-info.ts';
import type { ClusterDownOptions, ClusterUpOptions } from '../cluster-options.ts';
import type { ClusterPaths } from '../cluster-paths.ts';
import { toIntegrationKeySecret, toRestrictedNamespace } from '../integration-keys.ts';
import { LOCAL_NAMESPACE, PORTS, REGISTRY } from '../names.ts';
import {
  KIND_CLUSTER,
  KIND_HOSTS_PATH,
  KIND_HOSTS_TOML,
  KIND_REGISTRY,
  REGISTRY_IMAGE,
  toKindConfig,
} from './kind-config.ts';

/** Runs one program; answers its standard output. */
export type Run = (program: string, args: readonly string[], input?: string) => Promise<string>;

const runWith =
  (signal?: AbortSignal): Run =>
  async (program, args, input) =>
    (await runProcess(program, args, { ...(signal ? { signal } : {}), ...(input === undefined ? {} : { input }) }))
      .stdout;

/**
 * Brings up the kind cluster `dev-cluster` with a registry container beside it. Creates what is missing
 * and leaves alone what is there. The kubeconfig is the cluster's own file. Throws `KindFailed`.
 * Volumes come from kind's own default StorageClass. Ingress and metrics need images from a public
 * registry and are left to the user.
 */
export async function kindUp(
  paths: ClusterPaths,
  options: ClusterUpOptions,
  run: Run = runWith(options.signal),
): Promise<ClusterInfo> {
  const { onProgress = () => undefined, namespaces = [LOCAL_NAMESPACE] } = options;
  onProgress({
    type: 'phase-started',
    phase: 'cluster/kind',
    title: `Start the kind cluster ${KIND_CLUSTER}`,
    expectedMs: 60_000,
  });
  try {
    await mkdir(paths.root, { recursive: true, mode: 0o700 });
    await ensureRegistry(run);
    const clusters = (await run('kind', ['get', 'clusters'])).split('\n');
    if (!clusters.includes(KIND_CLUSTER))
      await run(
        'kind',
        ['create', 'cluster', '--config', '-', '--kubeconfig', paths.kubeconfig, '--wait', '120s'],
        toKindConfig(),
      );
    else await run('kind', ['export', 'kubeconfig', '--name', KIND_CLUSTER, '--kubeconfig', paths.kubeconfig]);
    await connectRegistry(run);
    for (const namespace of namespaces) await prepareNamespace(run, paths, namespace);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    onProgress({ type: 'phase-failed', phase: 'cluster/kind', detail });
    throw clusterError({
      code: 'KindFailed',
      message: `start the kind cluster ${KIND_CLUSTER}: ${detail}`,
      hint: 'Look at "docker ps -a" and "kind get clusters"; "--provider embedded" needs no Docker.',
      cause: error,
    });
  }
  onProgress({ type: 'phase-done', phase: 'cluster/kind' });
  return toKindInfo(paths, 'running');
}

/** Removes the kind cluster; with `purge` the registry container and its data too. */
export async function kindDown(
  paths: ClusterPaths,
  { purge = false, signal }: ClusterDownOptions,
  run: Run = runWith(signal),
): Promise<void> {
  await run('kind', ['delete', 'cluster', '--name', KIND_CLUSTER, '--kubeconfig', paths.kubeconfig]);
  const names = (await run('docker', ['ps', '-a', '--format', '{{.Names}}'])).split('\n');
  if (!names.includes(KIND_REGISTRY)) return;
  await run('docker', purge ? ['rm', '-f', '-v', KIND_REGISTRY] : ['stop', KIND_REGISTRY]);
}

export const toKindInfo = (paths: ClusterPaths, state: ClusterInfo['state']): ClusterInfo => ({
  schema: 'slipway.cluster/v1',
  provider: 'kind',
  state,
  kubeconfig: paths.kubeconfig,
  context: `kind-${KIND_CLUSTER}`,
  registry: REGISTRY,
  ingress: { http: `http://*.localhost:${PORTS.ingressHttp}`, https: `https://*.localhost:${PORTS.ingressHttps}` },
  node: `${KIND_CLUSTER}-control-plane`,
  components: [],
});

async function ensureRegistry(run: Run): Promise<void> {
  const states = await run('docker', ['ps', '-a', '--format', '{{.Names}} {{.State}}']);
  const state = states
    .split('\n')
    .find((line) => line.startsWith(`${KIND_REGISTRY} `))
    ?.split(' ')[1];
  if (state === 'running') return;
  if (state) await run('docker', ['start', KIND_REGISTRY]);
  else
    await run('docker', [
      ...['run', '-d', '--restart', 'unless-stopped', '--name', KIND_REGISTRY],
      ...['-p', `${REGISTRY}:5000`, '-e', 'REGISTRY_STORAGE_DELETE_ENABLED=true', REGISTRY_IMAGE],
    ]);
}

async function connectRegistry(run: Run): Promise<void> {
  const nodes = (await run('kind', ['get', 'nodes', '--name', KIND_CLUSTER])).split('\n').filter(Boolean);
  for (const node of nodes) {
    await run('docker', ['exec', node, 'mkdir', '-p', KIND_HOSTS_PATH.slice(0, KIND_HOSTS_PATH.lastIndexOf('/'))]);
    await run('docker', ['exec', '-i', node, 'cp', '/dev/stdin', KIND_HOSTS_PATH], KIND_HOSTS_TOML);
  }
  const networks = await run('docker', ['inspect', '-f', '{{json .NetworkSettings.Networks}}', KIND_REGISTRY]);
  if (!('kind' in (JSON.parse(networks) as object))) await run('docker', ['network', 'connect', 'kind', KIND_REGISTRY]);
}

/** Namespace with restricted pod security, and the integration keys unless there are some. */
async function prepareNamespace(run: Run, paths: ClusterPaths, namespace: string): Promise<void> {
  const kubectl = (args: string[], input?: string) =>
    run('kubectl', ['--kubeconfig', paths.kubeconfig, ...args], input);
  await kubectl(['apply', '--server-side', '-f', '-'], JSON.stringify(toRestrictedNamespace(namespace)));
  const secret = toIntegrationKeySecret(namespace);
  const found = await kubectl([
    '-n',
    namespace,
    'get',
    'secret',
    secret.metadata.name,
    '--ignore-not-found',
    '-o',
    'name',
  ]);
  if (found.trim() === '') await kubectl(['create', '-f', '-'], JSON.stringify(secret));
}
