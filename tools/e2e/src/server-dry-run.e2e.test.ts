import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { apply, helm, kubectl, tryKubectl } from './support/cluster.ts';
import { SERVICE_CHARTS } from './support/helm-release.ts';
import { makeNamespace, type TestNamespace } from './support/test-namespace.ts';
import { waitFor } from './support/wait-for.ts';
import { workspace } from './support/workspace.ts';

interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
}
interface PodSpec {
  hostNetwork?: boolean;
  containers: { image: string }[];
}

const ENVIRONMENTS = globSync('*/environment.yaml', { cwd: join(workspace, 'deploy/environments') })
  .map(dirname)
  .sort();
const CHARTS = [...SERVICE_CHARTS, 'stack'];
const DIGEST = `sha256:${'1'.repeat(64)}`;
/** Groups of kinds that the local cluster does not know. What is of any other group has to be taken. */
const CUSTOM_GROUPS =
  /^(monitoring\.coreos\.com|external-secrets\.io|keda\.sh|cert-manager\.io|gateway\.networking\.k8s\.io)\//;

describe('an API server that refuses what Pod Security or our policies are against', () => {
  let namespace: TestNamespace;

  beforeAll(async () => {
    namespace = await makeNamespace('policies');
    await kubectl(['label', 'namespace', namespace.name, 'slipway.dev/policies=deny']);
    await kubectl(['apply', '-f', 'deploy/policies']);
    // Policies are asked a moment after they were made.
    const isAsked = async () => (await refusalOf(await deploymentWithTag())) !== undefined;
    await waitFor('the policies to be asked', isAsked, { timeoutMs: 60_000 });
  });
  afterAll(async () => {
    await kubectl(['delete', '-f', 'deploy/policies', '--ignore-not-found']);
    await namespace.remove();
  });

  it.each(ENVIRONMENTS)('takes everything that the charts are in %s, and warns of nothing', async (environment) => {
    const objects = (await Promise.all(CHARTS.map((chart) => render(chart, environment)))).flat();
    // A pod is refused, dry run or not, while its account is not there.
    await apply(...objects.filter(({ kind }) => kind === 'ServiceAccount'));
    const { exitCode, stdout, stderr } = await dryRun(objects);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.match(/ \(server dry run\)$/gm)).toHaveLength(objects.length);
    expect(objects.filter(({ kind }) => kind === 'Deployment').length).toBeGreaterThanOrEqual(4);
  });

  it('refuses an image without a digest, by our policy', async () => {
    expect(await refusalOf(await deploymentWithTag())).toMatch(/ValidatingAdmissionPolicy 'slipway-images'.*no digest/);
  });

  it('refuses a pod on the network of the node, by Pod Security', async () => {
    const spec = { ...(await podSpec()), serviceAccountName: 'default', hostNetwork: true };
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'on-the-node' }, spec };
    expect(await refusalOf(pod)).toMatch(/violates PodSecurity "restricted:latest": host namespaces/);
  });

  async function render(chart: string, environment: string): Promise<KubeObject[]> {
    const services = chart === 'stack' ? SERVICE_CHARTS.map((service) => `${service}.`) : [''];
    const text = await helm([
      ...['template', chart, `deploy/charts/${chart}`, '-n', namespace.name],
      ...['-f', `deploy/environments/${environment}/${chart}.yaml`],
      ...['--set', `global.slipway.ingressDomain=${domainOf(environment)}`],
      ...services.flatMap((prefix) => ['--set', `${prefix}image.digest=${DIGEST}`]),
    ]);
    const objects = parseAllDocuments(text).map((document) => document.toJS() as KubeObject);
    return objects.filter(({ apiVersion }) => !CUSTOM_GROUPS.test(apiVersion));
  }

  async function backendApi(): Promise<KubeObject & { spec: { template: { spec: PodSpec } } }> {
    const deployment = (await render('backend-api', 'prod')).find(({ kind }) => kind === 'Deployment');
    if (!deployment) throw new Error('backend-api is no Deployment');
    return deployment as Awaited<ReturnType<typeof backendApi>>;
  }

  async function podSpec(): Promise<PodSpec> {
    return (await backendApi()).spec.template.spec;
  }

  async function deploymentWithTag(): Promise<KubeObject> {
    const deployment = await backendApi();
    for (const container of deployment.spec.template.spec.containers) container.image = 'slipway/backend-api:1.2.3';
    return deployment;
  }

  /** What the API server says against an object; undefined when it takes it. */
  async function refusalOf(object: KubeObject): Promise<string | undefined> {
    const { exitCode, stderr } = await dryRun([object]);
    return exitCode === 0 ? undefined : stderr;
  }

  function dryRun(items: readonly KubeObject[]): ReturnType<typeof tryKubectl> {
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    return tryKubectl(['apply', '-n', namespace.name, '--dry-run=server', '-f', '-'], list);
  }
});

/** Below which domain the services of an environment answer. */
function domainOf(environment: string): string {
  const file = join(workspace, 'deploy', 'environments', environment, 'environment.yaml');
  return (parse(readFileSync(file, 'utf8')) as { ingress: { domain: string } }).ingress.domain;
}
