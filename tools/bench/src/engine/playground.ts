import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImageRef } from '@slipway/contracts';
import { runProcess } from '@slipway/clients';
import { ensureTools } from '@slipway/toolchain';
import type { BenchContext } from '../bench.ts';
import { PeerUnavailable } from '../bench.ts';
import { readAccess, writeKubeconfig } from './cluster-access.ts';
import type { CountingProxy } from './counting-proxy.ts';
import { startCountingProxy } from './counting-proxy.ts';
import type { ReleaseFolder } from './write-releases.ts';
import { writeReleases } from './write-releases.ts';

/** A command of one side. */
export interface SideCommand {
  program: string;
  args: readonly string[];
  /** Exit codes that are no failure. Default: 0 alone. */
  okCodes?: readonly number[];
}

/** How long commands took, and what they used of the CPUs, which is not what the cluster used for them. Seconds. */
export interface Timing {
  s: number;
  clientCpu: number;
}

/** The real cluster, as the benches of the engine use it. */
export interface Playground {
  image: { registry: string; repository: string; digest: string };
  /** Another image that registry and node have, of a service that does not start with these releases' settings. Throws `PeerUnavailable`. */
  otherImage(): Playground['image'];
  /** Folder with `count` releases, made for this bench. */
  releases(count: number, options?: { hasTests?: boolean }): ReleaseFolder;
  /** Makes a namespace that takes restricted pods alone. */
  makeNamespace(name: string): Promise<void>;
  /** Removes it, and waits until all in it is gone. */
  removeNamespace(name: string): Promise<void>;
  /** Runs commands one after the other, or all at once, and takes the time until the last one ends. Throws when one fails. */
  time(
    commands: readonly SideCommand[],
    options: { cwd: string; together?: boolean; counted?: boolean },
  ): Promise<Timing>;
  /** Requests and writes of what runs `counted` meanwhile. */
  count(work: () => Promise<unknown>): Promise<{ requests: number; writes: number }>;
  /** Newest revision of all releases of a namespace summed up, and restarts and ages of its pods in one text. */
  facts(namespace: string): Promise<{ revisions: number; pods: string }>;
  kubectl(...args: string[]): Promise<string>;
  helm: string;
  /** Throws `PeerUnavailable`. */
  helmfile(): Promise<SideCommand>;
  end(): Promise<void>;
}

const GONE_MS = 120_000;

/**
 * Opens the cluster that `SLIPWAY_E2E_KUBECONFIG` (else `KUBECONFIG`) names. Throws `PeerUnavailable` where there is
 * none, or no image of a service in its registry.
 */
export async function openPlayground(context: BenchContext): Promise<Playground> {
  const { folder, signal, workspace } = context;
  const path = process.env['SLIPWAY_E2E_KUBECONFIG'] ?? process.env['KUBECONFIG'];
  if (path === undefined) throw new PeerUnavailable('no cluster: run `npx nx run bench:engine`, which makes one');
  const imagesOf = process.env['SLIPWAY_E2E_WORKSPACE'] ?? workspace;
  const image = readImage(imagesOf, 'backend-api');
  const tools = await ensureTools(['helm', 'kubernetes'], { signal });
  const helm = tools.path('helm');
  const access = readAccess(path);
  const proxy: CountingProxy = await startCountingProxy(access);
  const kubeconfigs = { direct: join(folder, 'kubeconfig'), counted: join(folder, 'kubeconfig-counted') };
  writeKubeconfig(kubeconfigs.direct, access);
  writeKubeconfig(kubeconfigs.counted, access, proxy.url);

  const env = (isCounted = false): NodeJS.ProcessEnv => ({
    ...tools.env,
    // Everybody takes the same Helm without looking for it.
    PATH: `${join(helm, '..')}:${tools.env['PATH'] ?? ''}`,
    KUBECONFIG: isCounted ? kubeconfigs.counted : kubeconfigs.direct,
    SLIPWAY_CONTEXT: undefined,
    SLIPWAY_REGISTRY: undefined,
  });
  const run = ({ program, args, okCodes }: SideCommand, options: { cwd: string; counted?: boolean }) =>
    runProcess(program, args, { cwd: options.cwd, env: env(options.counted), signal, okCodes });
  const kubectl = async (...args: string[]) =>
    (await run({ program: tools.path('kubectl'), args }, { cwd: folder })).stdout.trim();

  return {
    image,
    otherImage: () => readImage(imagesOf, 'data-api'),
    helm,
    kubectl,
    releases(count, options = {}) {
      const root = join(folder, `releases-${count}${options.hasTests ? '-tested' : ''}`);
      mkdirSync(root, { recursive: true });
      return writeReleases({ root, count, image, ...options });
    },
    async makeNamespace(name) {
      await kubectl('create', 'namespace', name);
      await kubectl('label', 'namespace', name, 'pod-security.kubernetes.io/enforce=restricted');
      // Its pods cannot start before the controllers have put these there.
      const isReady = async () => (await kubectl('get', 'serviceaccounts,configmaps', '-n', name, '-o', 'name')).split('\n').length >= 2; // prettier-ignore
      for (const start = Date.now(); !(await isReady()) && Date.now() - start < GONE_MS;) await sleep(100);
    },
    async removeNamespace(name) {
      await kubectl('delete', 'namespace', name, '--ignore-not-found', '--wait=true', `--timeout=${GONE_MS / 1000}s`);
    },
    async time(commands, options) {
      const [startedAt, cpuMs] = [performance.now(), context.readCpuMs(process.pid)];
      if (options.together) await Promise.all(commands.map((command) => run(command, options)));
      else for (const command of commands) await run(command, options);
      const clientCpu = (context.readCpuMs(process.pid) - cpuMs) / 1000;
      return { s: (performance.now() - startedAt) / 1000, clientCpu };
    },
    async count(work) {
      proxy.take();
      await work();
      return proxy.take();
    },
    async facts(namespace) {
      const secrets = await kubectl('get', 'secrets', '-n', namespace, '-l', 'owner=helm', '-o', 'name');
      const template =
        'jsonpath={range .items[*]}{.metadata.uid} {.status.containerStatuses[*].restartCount}{"\\n"}{end}';
      const pods = await kubectl('get', 'pods', '-n', namespace, '-o', template);
      return { revisions: secrets.split('\n').filter(Boolean).length, pods: pods.split('\n').sort().join('\n') };
    },
    async helmfile() {
      const peer = await context.peer('helmfile');
      return { program: peer.path('helmfile'), args: ['--quiet', '--helm-binary', helm] };
    },
    end: () => proxy.close(),
  };
}

function readImage(root: string, project: string): Playground['image'] {
  const path = join(root, 'dist', 'images', `${project}.json`);
  try {
    const { repository, digest } = JSON.parse(readFileSync(path, 'utf8')) as ImageRef;
    return { registry: '127.0.0.1:5050', repository, digest };
  } catch (error) {
    throw new PeerUnavailable(`no image: \`npx nx docker ${project}\` has not run`, { cause: error });
  }
}
