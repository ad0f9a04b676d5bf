import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { KubeObject, Plan } from '@slipway/contracts';
import { runProcess } from '@slipway/clients';
import type { FakeApiServer, FakeKube } from '@slipway/testing';
import { aRevisionSecret, createFakeKube, readyStatus, startFakeApiServer } from '@slipway/testing';

const BIN = join(import.meta.dirname, '..', '..', 'bin', 'slipway.mjs');
const DIGEST = `sha256:${'5e'.repeat(32)}`;

/** A workspace of services, and a cluster on which all of them run as the workspace says. */
export interface QuietCluster {
  workspace: string;
  kube: FakeKube;
  server: FakeApiServer;
  /** Runs the command line as a user does, in a process of its own. Throws for another exit code than 0; of `plan` also 1 and 2. */
  slipway(...args: string[]): Promise<string>;
  /** Writes a file of the workspace. */
  edit(path: string, text: string): void;
  /** Command lines that Helm was started with since the last call of this. */
  helmCalls(): string[];
  close(): Promise<void>;
}

/** Makes `count` services in `folder` (absolute, empty) with a Helm that prints what it is given, and deploys them by hand. */
export async function quietCluster(folder: string, count: number): Promise<QuietCluster> {
  const kube = createFakeKube();
  const server = await startFakeApiServer(kube);
  const names = Array.from({ length: count }, (_, index) => `svc-${String(index).padStart(2, '0')}`);
  const workspace = join(folder, 'workspace');
  const helmLog = join(folder, 'helm.log');
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('workspace/nx.json', '{}');
  write('workspace/package.json', JSON.stringify({ name: 'quiet', private: true, nx: {} }));
  write('workspace/deploy/environments/local/environment.yaml', ENVIRONMENT);
  write('kubeconfig', JSON.stringify(kubeconfig(server.url)));
  for (const name of names) writeService(name, (path, text) => write(`workspace/${path}`, text));
  write('bin/helm', HELM);
  chmodSync(join(folder, 'bin', 'helm'), 0o755);
  const env = {
    ...withoutOurs(process.env),
    PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
    KUBECONFIG: join(folder, 'kubeconfig'),
    HELM_LOG: helmLog,
    SLIPWAY_CACHE_DIR: join(folder, 'cache'),
  };
  // A plan asks the server about every object, and this one knows few kinds: it says so, and plans.
  const slipway = async (...args: string[]) =>
    (await runProcess(process.execPath, [BIN, ...args], { cwd: workspace, env, okCodes: args[0] === 'plan' ? [0, 1, 2] : [0] })).stdout;
  await deployByHand(kube, JSON.parse(await slipway('plan', '--all', '--json')) as Plan);
  return {
    workspace,
    kube,
    server,
    slipway,
    edit: (path, text) => write(`workspace/${path}`, text),
    helmCalls() {
      try {
        return readFileSync(helmLog, 'utf8').trim().split('\n').filter((call) => !call.startsWith('version'));
      } catch {
        return [];
      } finally {
        rmSync(helmLog, { force: true });
      }
    },
    close: () => server.close(),
  };
}

function writeService(name: string, write: (path: string, text: string) => void): void {
  write(`apps/${name}/project.json`, JSON.stringify({ name, projectType: 'application' }));
  write(`deploy/charts/${name}/Chart.yaml`, `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`);
  write(`deploy/charts/${name}/values.yaml`, 'image: { registry: "", repository: "", digest: "" }\n');
  write(`deploy/charts/${name}/rendered.yaml`, objectsOf(name).map((object) => `---\n${JSON.stringify(object)}\n`).join(''));
  write(`deploy/environments/local/${name}.yaml`, 'replicas: 1\n');
  write(`dist/images/${name}.json`, JSON.stringify({ project: name, repository: `quiet/${name}`, digest: DIGEST }));
}

async function deployByHand(kube: FakeKube, { releases }: Plan): Promise<void> {
  for (const { name, specHash } of releases) {
    const labels = { 'slipway.dev/spec-hash': specHash, 'slipway.dev/chart': name, 'slipway.dev/outcome': 'verified' };
    kube.put(aRevisionSecret(name, 1, 'deployed', labels));
    const [deployment] = objectsOf(name) as [KubeObject];
    kube.put({
      ...deployment,
      metadata: {
        ...deployment.metadata,
        namespace: 'shop',
        generation: 1,
        labels: { ...deployment.metadata.labels, 'app.kubernetes.io/managed-by': 'Helm' },
        annotations: { 'meta.helm.sh/release-name': name },
      },
      status: readyStatus(),
    });
  }
}

/** About what a service's chart gives. */
function objectsOf(name: string): KubeObject[] {
  const labels = { 'app.kubernetes.io/name': name };
  const container = {
    name: 'main',
    image: `registry.test/quiet/${name}@${DIGEST}`,
    env: Array.from({ length: 20 }, (_, index) => ({ name: `SETTING_${index}`, value: String(index) })),
    resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { cpu: '1', memory: '256Mi' } },
  };
  const template = { metadata: { labels }, spec: { containers: [container] } };
  const object = (apiVersion: string, kind: string, fields: object) => ({ apiVersion, kind, metadata: { name, labels }, ...fields });
  return [
    object('apps/v1', 'Deployment', { spec: { replicas: 1, selector: { matchLabels: labels }, template } }),
    object('v1', 'Service', { spec: { selector: labels, ports: [{ name: 'http', port: 80 }] } }),
    object('v1', 'ServiceAccount', { automountServiceAccountToken: false }),
    object('v1', 'ConfigMap', { data: Object.fromEntries(container.env.map((entry) => [entry.name, entry.value])) }),
    object('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: { matchLabels: labels } } }),
    object('policy/v1', 'PodDisruptionBudget', { spec: { maxUnavailable: 1, selector: { matchLabels: labels } } }),
    object('autoscaling/v2', 'HorizontalPodAutoscaler', { spec: { maxReplicas: 3 } }),
  ];
}

function kubeconfig(server: string): object {
  const context = { cluster: 'quiet', user: 'quiet' };
  return {
    'current-context': 'quiet',
    contexts: [{ name: 'quiet', context }],
    clusters: [{ name: 'quiet', cluster: { server } }],
    users: [{ name: 'quiet', user: {} }],
  };
}

function withoutOurs(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(SLIPWAY_|NX_|JEST_|NODE_OPTIONS$|HTTPS?_PROXY$)/i.test(name)));
}

const ENVIRONMENT = `context: quiet
namespace: shop
registry: registry.test
ingress: { domain: test }
locked: false
`;

/** What is asked of Helm here: its version, and renders that lie ready. */
const HELM = `#!/bin/sh
echo "$*" >> "$HELM_LOG"
case $1 in
  version) echo v4.3.1 ;;
  template) cat > /dev/null; cat "$3/rendered.yaml" ;;
  *) echo "not played: $*" >&2; exit 1 ;;
esac
`;
