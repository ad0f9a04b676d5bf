import { mkdir } from 'node:fs/promises';
import { runProcess } from '@slipway/clients';
import { clusterError } from '../cluster-errors.ts';
import type { ClusterInfo } from '../cluster-info.ts';
import type { ClusterDownOptions, ClusterUpOptions } from '../cluster-options.ts';
import type { ClusterPaths } from '../cluster-paths.ts';
import { toIntegrationKeySecret, toRestrictedNamespace } from '../integration-keys.ts';
import { waitFor } from '../embedded/wait-for.ts';
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
export type Run = (
  program: string,
  args: readonly string[],
  input?: string,
  signal?: AbortSignal | undefined,
) => Promise<string>;

const runForReal: Run = async (program, args, input, signal) =>
  (await runProcess(program, args, { signal, ...(input === undefined ? {} : { input }) })).stdout;

/** How long the API server of a cluster whose node was started again may take. */
const READY_TIMEOUT_MS = 120_000;

/**
 * Brings up the kind cluster `dev-cluster` with a registry container beside it. Creates what is missing
 * and leaves alone what is there; a node that stands still is started, and a cluster whose making was
 * stopped is removed again. The kubeconfig is the cluster's own file. Throws `KindFailed`.
 * Volumes come from kind's own default StorageClass. Ingress and metrics need images from a public
 * registry and are left to the user.
 */
export async function kindUp(
  paths: ClusterPaths,
  options: ClusterUpOptions,
  runProgram: Run = runForReal,
): Promise<ClusterInfo> {
  const { onProgress = () => undefined, namespaces = [LOCAL_NAMESPACE], signal } = options;
  const run: Run = (program, args, input) => runProgram(program, args, input, signal);
  onProgress({
    type: 'phase-started',
    phase: 'cluster/kind',
    title: `Start the kind cluster ${KIND_CLUSTER}`,
    expectedMs: 60_000,
  });
  try {
    await mkdir(paths.root, { recursive: true, mode: 0o700 });
    await run('kubectl', ['version', '--client']); // Missing, it is told before anything is made.
    await ensureRegistry(run);
    const clusters = (await run('kind', ['get', 'clusters'])).split('\n');
    if (clusters.includes(KIND_CLUSTER)) await wake(run, paths, signal);
    else
      await run(
        'kind',
        ['create', 'cluster', '--config', '-', '--kubeconfig', paths.kubeconfig, '--wait', '120s'],
        toKindConfig(),
      ).catch(async (error: unknown) => {
        // Half a cluster would be taken for a whole one next time. Not under the signal, which may have been the cause.
        await runProgram('kind', toDeleteArgs(paths)).catch(() => undefined);
        throw error;
      });
    await connectRegistry(run);
    for (const namespace of namespaces) await prepareNamespace(run, paths, namespace);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    onProgress({ type: 'phase-failed', phase: 'cluster/kind', detail });
    signal?.throwIfAborted();
    throw kindFailed('start', detail, error);
  }
  onProgress({ type: 'phase-done', phase: 'cluster/kind' });
  return toKindInfo(paths, 'running');
}

/** Removes the kind cluster; with `purge` the registry container and its data too. */
export async function kindDown(
  paths: ClusterPaths,
  { purge = false, signal }: ClusterDownOptions,
  runProgram: Run = runForReal,
): Promise<void> {
  const run: Run = (program, args) => runProgram(program, args, undefined, signal);
  try {
    await run('kind', toDeleteArgs(paths));
    const names = (await run('docker', ['ps', '-a', '--format', '{{.Names}}'])).split('\n');
    if (!names.includes(KIND_REGISTRY)) return;
    await run('docker', purge ? ['rm', '-f', '-v', KIND_REGISTRY] : ['stop', KIND_REGISTRY]);
  } catch (error) {
    signal?.throwIfAborted();
    throw kindFailed('remove', error instanceof Error ? error.message : String(error), error);
  }
}

const toDeleteArgs = (paths: ClusterPaths) => [
  ...['delete', 'cluster', '--name', KIND_CLUSTER],
  ...['--kubeconfig', paths.kubeconfig],
];

function kindFailed(doing: 'start' | 'remove', detail: string, cause: unknown) {
  const missing = /^run (\S+) .*the program was not found/.exec(detail)?.[1];
  const engine = 'Look at "docker ps -a" and "kind get clusters"';
  return clusterError({
    code: 'KindFailed',
    message: `${doing} the kind cluster ${KIND_CLUSTER}: ${detail}`,
    hint: missing
      ? `Install ${missing}, so that it is on PATH.`
      : doing === 'start'
        ? `${engine}; "--provider embedded" needs no Docker.`
        : `${engine}, then run the command again.`,
    cause,
  });
}

/** Brings an existing cluster to an answering API server: after a stop of the engine its node stands still. */
async function wake(run: Run, paths: ClusterPaths, signal: AbortSignal | undefined): Promise<void> {
  await run('kind', ['export', 'kubeconfig', '--name', KIND_CLUSTER, '--kubeconfig', paths.kubeconfig]);
  const states = await readStates(run);
  const stopped = (await readNodes(run)).filter((node) => states.get(node) !== 'running');
  if (stopped.length > 0) await run('docker', ['start', ...stopped]);
  const ask = () => run('kubectl', ['--kubeconfig', paths.kubeconfig, 'get', '--raw', '/readyz']).then(() => true);
  const isReady = await waitFor(ask, { timeoutMs: READY_TIMEOUT_MS, pollMs: 500, signal });
  if (!isReady) throw new Error(`its API server does not answer within ${READY_TIMEOUT_MS / 1000} s.`);
}

/** State of every container by name. */
async function readStates(run: Run): Promise<Map<string, string>> {
  const text = await run('docker', ['ps', '-a', '--format', '{{.Names}} {{.State}}']);
  return new Map(text.split('\n').map((line) => line.split(' ') as [string, string]));
}

const readNodes = async (run: Run): Promise<string[]> =>
  (await run('kind', ['get', 'nodes', '--name', KIND_CLUSTER])).split('\n').filter(Boolean);

export const toKindInfo = (paths: ClusterPaths, state: ClusterInfo['state']): ClusterInfo => ({
  schema: 'slipway.cluster/v1',
  provider: 'kind',
  state,
  kubeconfig: paths.kubeconfig,
  context: `kind-${KIND_CLUSTER}`,
  registry: REGISTRY,
  ingress: { http: `http://*.localhost:${PORTS.ingressHttp}`, https: `https://*.localhost:${PORTS.ingressHttps}` },
  node: `${KIND_CLUSTER}-control-plane`,
  // Its own network enforces them from kind 0.24 on.
  networkPolicies: 'unknown',
  components: [],
});

async function ensureRegistry(run: Run): Promise<void> {
  const state = (await readStates(run)).get(KIND_REGISTRY);
  if (state === 'running') return;
  if (state) await run('docker', ['start', KIND_REGISTRY]);
  else
    await run('docker', [
      ...['run', '-d', '--restart', 'unless-stopped', '--name', KIND_REGISTRY],
      ...['-p', `${REGISTRY}:5000`, '-e', 'REGISTRY_STORAGE_DELETE_ENABLED=true', REGISTRY_IMAGE],
    ]);
}

async function connectRegistry(run: Run): Promise<void> {
  for (const node of await readNodes(run)) {
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
