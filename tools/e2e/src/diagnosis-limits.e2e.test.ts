import { rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import {
  nodeImage,
  type ObjectRelease,
  removeReleases,
  server,
  workload,
  writeReleases,
} from './support/broken-release.ts';
import { apply, kubectl } from './support/cluster.ts';
import { deployProjects } from './support/deploy-projects.ts';
import { apiServer, writeKubeconfig } from './support/kubeconfig.ts';
import { SLOW_STARTS, toReleases } from './support/slow-starts.ts';
import { openGate } from './support/tcp-gate.ts';
import { waitFor } from './support/wait-for.ts';

const NAMESPACE = 'e2e-limits';
const AWAY_MS = 5000;

let releases: ObjectRelease[] = [];

afterEach(async () => {
  await kubectl(['delete', 'namespace', NAMESPACE, '--ignore-not-found']);
  await removeReleases(NAMESPACE, releases);
}, 60_000);

it('a deploy goes on when the API server was away for five seconds, and judges as if it had not been', async () => {
  const image = await nodeImage();
  const gate = await openGate(await apiServer());
  const kubeconfig = await writeKubeconfig('gate', { server: `https://127.0.0.1:${gate.port}` });
  const slow = SLOW_STARTS.filter(({ name }) => name === 'deployment-12');
  const readinessProbe = { httpGet: { path: '/readyz', port: 5000 }, periodSeconds: 1 };
  const broken = workload('Deployment', 'limits-broken', image, { container: { ...server('s.statusCode=503;s.end()'), readinessProbe } }); // prettier-ignore
  releases = [...toReleases(slow, NAMESPACE, image), { name: 'limits-broken', namespace: NAMESPACE, objects: [broken] }]; // prettier-ignore
  await writeReleases(NAMESPACE, releases, 'gate');
  try {
    const deploying = deployProjects(NAMESPACE, releases.map(({ name }) => name), 2, { KUBECONFIG: kubeconfig }); // prettier-ignore
    const selector = ['-l', 'owner=helm,status=deployed'];
    const areApplied = async () => (await kubectl(['get', 'secrets', '-n', NAMESPACE, '-o', 'name', ...selector])).split('\n').length === 2; // prettier-ignore
    await Promise.race([waitFor('Helm to be done', areApplied, { timeoutMs: 60_000 }), deploying]);
    gate.shut();
    await wait(AWAY_MS);
    gate.open();
    const { verdicts, exitCode } = await deploying;
    expect(verdicts.get('slow-deployment-12')).toMatchObject({ status: 'deployed' });
    expect(verdicts.get('limits-broken')).toMatchObject({ status: 'rolled-back', cause: { code: 'ReadinessProbeFailed', container: 'main' } }); // prettier-ignore
    expect(exitCode).toBe(1);
  } finally {
    gate.close();
    await rm(kubeconfig, { force: true });
  }
}, 120_000);

it('a deployer without rights to events, claims and ReplicaSets gets a diagnosis, and what was not read', async () => {
  const image = await nodeImage();
  await apply(...limitedRights());
  const token = await kubectl(['create', 'token', 'limited', '-n', NAMESPACE]);
  const kubeconfig = await writeKubeconfig('limited', { user: { token } });
  const missing = { container: { envFrom: [{ secretRef: { name: 'no-such-secret' } }] } };
  releases = [{ name: 'limits-secret', namespace: NAMESPACE, objects: [workload('Deployment', 'limits-secret', image, missing)] }]; // prettier-ignore
  await writeReleases(NAMESPACE, releases, 'limited');
  try {
    const { verdicts } = await deployProjects(NAMESPACE, ['limits-secret'], 1, { KUBECONFIG: kubeconfig });
    expect(verdicts.get('limits-secret')?.cause).toMatchObject({
      code: 'SecretMissing',
      object: expect.stringMatching(/^Pod\/limits-secret-/) as string,
      container: 'main',
      hint: expect.stringMatching(/There is no right to list events, replicasets, persistentvolumeclaims in namespace e2e-limits/) as string, // prettier-ignore
    });
  } finally {
    await rm(kubeconfig, { force: true });
  }
}, 60_000);

/** A user of one namespace that may do all that a deploy needs, and not see what the diagnosis would like to. */
function limitedRights(): object[] {
  const metadata = { name: 'limited', namespace: NAMESPACE };
  const rule = (apiGroup: string, resources: string[], verbs = ['*']) => ({ apiGroups: [apiGroup], resources, verbs });
  const subjects = [{ kind: 'ServiceAccount', ...metadata }];
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [
        rule('', ['namespaces'], ['get']),
        rule('', ['secrets', 'configmaps', 'services', 'pods', 'pods/log']),
        rule('apps', ['deployments', 'statefulsets', 'daemonsets']),
        rule('batch', ['jobs', 'cronjobs']),
        rule('coordination.k8s.io', ['leases']),
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      subjects,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'limited' },
    },
  ];
}
