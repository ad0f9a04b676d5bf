import type { Clients, DeployEvent, DeployResult, Environment, KubeObject } from '@slipway/contracts';
import type { FakeHelm, FakeKube } from '@slipway/testing';
import {
  anEvent,
  aPod,
  createFakeClock,
  createFakeFiles,
  createFakeHelm,
  createFakeHost,
  createFakeHttp,
  createFakeKube,
  readyStatus,
} from '@slipway/testing';
import { lastResult } from '../last-result.ts';

const environment: Environment = {
  schema: 'slipway.environment/v1',
  name: 'local',
  namespace: 'shop',
  registry: 'registry.test',
  ingress: { domain: 'test' },
  autoscaling: false,
  metricsApis: [],
  protection: { approval: 'none' },
  locked: false,
};
const manifest = (name: string, image: string) =>
  `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec: {replicas: 1, selector: {matchLabels: {app: ${name}}}, template: {spec: {containers: [{name: app, image: ${image}}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: ${name}-test, annotations: {helm.sh/hook: test}}
`;

/** A workspace of two services and a cluster whose controllers make every Deployment Ready, but for `broken` ones. */
export function setUp() {
  const kube: FakeKube = createFakeKube();
  const helm: FakeHelm = createFakeHelm(kube);
  const files = createFakeFiles({
    '/w/charts/web/Chart.yaml': 'name: web\nversion: 1.0.0\nannotations: {slipway.dev/after: store}\n',
    '/w/charts/store/Chart.yaml': 'name: store\nversion: 1.0.0\n',
  });
  const host = createFakeHost();
  const git = { commit: () => Promise.resolve('abc'), author: () => Promise.resolve('me'), branch: () => Promise.resolve('main') };
  const clients: Clients = { kube, helm, files, host, git, clock: createFakeClock(), http: createFakeHttp() };
  const broken = new Set<string>();
  const served: Record<string, string> = {};
  const history: Record<string, string[]> = {};
  const render = (name: string, image: string) => {
    helm.manifests[name] = manifest(name, image);
    files.files[`/w/charts/${name}/values.yaml`] = `image: ${image}\n`;
  };
  helm.onChange = (verb, name) => {
    if (verb === 'uninstall') return kube.drop('Deployment', name);
    const revisions = (history[name] ??= []);
    const target = Number(helm.calls.at(-1)?.split(' ')[2]);
    const rendered = /image: ([^}]+)/.exec(helm.manifests[name] ?? '')?.[1] ?? '';
    const image = verb === 'rollback' ? (revisions[target - 1] ?? '') : rendered;
    revisions.push(image);
    served[name] = image;
    const isBroken = verb === 'upgrade' && broken.has(name);
    kube.put(deployment(name, image, isBroken));
    kube.drop('Pod', `${name}-2-x`);
    kube.drop('ReplicaSet', `${name}-2`);
    if (isBroken) breakDown(name, kube);
  };
  render('web', 'web:1');
  render('store', 'store:1');
  const request = {
    workspaceRoot: '/w',
    environment,
    projects: [
      { project: 'web', chartDir: 'charts/web' },
      { project: 'store', chartDir: 'charts/store' },
    ],
  };
  const events: DeployEvent[] = [];
  const run = (stream: AsyncIterable<DeployEvent>) => lastResult(stream, (event) => events.push(event));
  return { kube, helm, files, clients, broken, served, render, request, events, run };
}

function deployment(name: string, image: string, isBroken: boolean): KubeObject {
  const template = { spec: { containers: [{ name: 'app', image }] } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace: 'shop',
      uid: `Deployment/${name}`,
      generation: 1,
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: { 'meta.helm.sh/release-name': name, 'meta.helm.sh/release-namespace': 'shop' },
    },
    spec: { replicas: 1, selector: { matchLabels: { app: name } }, template },
    status: isBroken ? { observedGeneration: 1 } : readyStatus(),
  };
}

function breakDown(name: string, kube: FakeKube): void {
  const replicaSet = { name: `${name}-2`, owner: `Deployment/${name}` };
  kube.put({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: replicaSet.name, namespace: 'shop', uid: `ReplicaSet/${name}-2`, ownerReferences: [{ kind: 'Deployment', name, uid: replicaSet.owner }] }, // prettier-ignore
  });
  const waiting = { reason: 'CrashLoopBackOff', message: 'back-off' };
  const terminated = { exitCode: 3, startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:01Z' };
  kube.put(
    aPod(
      { restartCount: 1, state: { waiting }, lastState: { terminated } },
      { name: `${name}-2-x`, owner: `ReplicaSet/${name}-2` },
    ),
  );
  kube.put(anEvent(`Pod/${name}-2-x`, 'BackOff', 'Back-off restarting failed container'));
  kube.podLogs[`${name}-2-x/app`] = ['starting', 'password=canary'];
}

/** One line per release. */
export const summary = ({ releases }: DeployResult) =>
  releases.map(({ name, status, revision }) => `${name} ${status} ${revision}`);
/** How many records were written. */
export const records = (kube: FakeKube) => kube.all('Secret').filter(({ type }) => type === 'slipway.dev/record').length;
