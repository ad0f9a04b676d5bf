import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createFilesClient } from '@slipway/clients';
import type { Clients, KubeObject } from '@slipway/contracts';
import * as engine from '@slipway/engine';
import type { FakeHelm, FakeKube } from '@slipway/testing';
import { anEvent, aPod, createFakeClock, createFakeHelm, createFakeHttp, createFakeKube, readyStatus } from '@slipway/testing'; // prettier-ignore
import type { CommandContext } from '../command-context.ts';
import type { Dependencies } from '../dependencies.ts';
import { runCli } from '../run-cli.ts';

/** A workspace on disk with one service, the real engine, and a cluster and a Helm in memory. */
export interface CliWorkspace {
  root: string;
  kube: FakeKube;
  helm: FakeHelm;
  clients: Clients;
  /** What the next upgrade runs into; the pods log `podLogs` of the fake cluster. */
  breakIt: (isBroken: boolean) => void;
  /** Manifests of release `web`, after its Deployment. */
  render: (more: string, image?: string) => void;
  write: (file: string, text: string) => void;
  run: (args: readonly string[], options?: RunOptions) => Promise<CliRun>;
  remove: () => void;
}

/** How one command is run. */
export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
  /** Called after each write to stdout. */
  onStdout?: () => void;
  deps?: Partial<Record<keyof Dependencies, unknown>>;
}

/** What one command came to. */
export interface CliRun {
  exitCode: number;
  stdout: string;
  stderr: string;
}

const ENVIRONMENT = 'context: test\nnamespace: shop\nregistry: registry.test\ningress: {domain: test}\nlocked: false\n';

/** Makes one; `remove` takes it away. */
export function createCliWorkspace(): CliWorkspace {
  const root = mkdtempSync(join(tmpdir(), 'slipway-cli-'));
  const kube = createFakeKube();
  const helm = createFakeHelm(kube);
  let isBroken = false;
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  const render = (more: string, image = 'web:1') => {
    helm.manifests['web'] = `${manifest(image)}${more}`;
    write('charts/web/values.yaml', `image: ${image}\nseed: ${JSON.stringify(more)}\n`);
  };
  write('nx.json', '{}');
  write('deploy/environments/local/environment.yaml', ENVIRONMENT);
  write('charts/web/Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
  render('');
  helm.onChange = (verb) => {
    if (verb === 'uninstall') return kube.drop('Deployment', 'web');
    const fails = verb === 'upgrade' && isBroken;
    kube.put(deployment(fails));
    for (const [kind, name] of [['Pod', 'web-2-x'], ['ReplicaSet', 'web-2']] as const) kube.drop(kind, name); // prettier-ignore
    if (fails) crash(kube);
  };
  const git = { commit: async () => 'abc', author: async () => 'me', branch: async () => 'main' };
  const host = { hostname: 'h', identity: 'h/boot/1', isGone: async () => false };
  const files = createFilesClient();
  const clients = { kube, helm, files, git, host, clock: createFakeClock(), http: createFakeHttp() } as unknown as Clients;
  const facts = { isLibrary: false, after: [], isDefault: true, localDependencies: [] };
  const project = { name: 'web', root: 'apps/web' };
  const catalog = { projects: [project], charts: [{ dir: 'charts/web', project, facts }], dockerRoots: [], environments: ['local'] }; // prettier-ignore

  async function run(args: readonly string[], { env = {}, signal, onStdout = () => undefined, deps }: RunOptions = {}): Promise<CliRun> {
    const out = { stdout: '', stderr: '' };
    const takeStdout = (text: string) => {
      out.stdout += text;
      onStdout();
    };
    const context: Omit<CommandContext, 'args'> = {
      streams: { stdout: { write: takeStdout }, stderr: { write: (text) => (out.stderr += text) } },
      env,
      cwd: root,
      signal: signal ?? new AbortController().signal,
      deps: {
        engine: async () => engine,
        catalog: async () => ({ listCatalogFiles: () => [], readCatalog: async () => catalog }),
        connect: async () => clients,
        affectedProjects: async () => ['web'],
        ...deps,
      } as unknown as Dependencies,
    };
    return { exitCode: await runCli(args, context), ...out };
  }
  const remove = () => rmSync(root, { recursive: true, force: true });
  return { root, kube, helm, clients, breakIt: (broken) => (isBroken = broken), render, write, run, remove };
}

function manifest(image: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {replicas: 1, selector: {matchLabels: {app: web}}, template: {spec: {containers: [{name: app, image: "${image}"}]}}}
`;
}

function deployment(isBroken: boolean): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'web',
      namespace: 'shop',
      uid: 'Deployment/web',
      generation: 1,
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: { 'meta.helm.sh/release-name': 'web' },
    },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'web' } },
      template: { spec: { containers: [{ name: 'app', image: 'web:1' }] } },
    },
    status: isBroken ? { observedGeneration: 1 } : readyStatus(),
  };
}

function crash(kube: FakeKube): void {
  const ownerReferences = [{ kind: 'Deployment', name: 'web', uid: 'Deployment/web' }];
  kube.put({ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web-2', namespace: 'shop', uid: 'ReplicaSet/web-2', ownerReferences } }); // prettier-ignore
  const terminated = { exitCode: 3, startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:01Z' };
  const state = { waiting: { reason: 'CrashLoopBackOff', message: 'back-off' } };
  kube.put(aPod({ restartCount: 1, state, lastState: { terminated } }, { name: 'web-2-x', owner: 'ReplicaSet/web-2' }));
  kube.put(anEvent('Pod/web-2-x', 'BackOff', 'Back-off restarting failed container'));
}
