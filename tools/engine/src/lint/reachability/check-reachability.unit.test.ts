import type { Connection, ConnectivityAnalyzer, PolicyWorld } from '@slipway/contracts';
import { anEnvironment } from '@slipway/testing';
import { checkReachability } from './check-reachability.ts';

const environment = anEnvironment({ name: 'dev' });

const MATRIX = `
schema: slipway.reachability/v1
ports: { http: { port: 5000 }, dns: { port: 53, protocols: [UDP] } }
parties:
  dns: [{ cidr: 10.0.0.53/32 }]
  prod-only: [{ namespace: prod, labels: {}, environments: [prod] }]
flows:
  - { from: web, to: api, ports: [http] }
  - { from: api, to: api, ports: [http], environments: [prod] }
  - { from: web, to: dns, ports: [dns] }
  - { from: prod-only, to: api, ports: [http] }
`;

const labelsOf = (name: string) => ({ 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'service' });
const manifests = (name: string, namespace: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec: { template: { metadata: { labels: ${JSON.stringify(labelsOf(name))} } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: ${namespace} }
spec: { podSelector: { matchLabels: { app.kubernetes.io/name: ${name} } }, policyTypes: [Ingress, Egress], ingress: [], egress: [] }
`;

type Ask = (
  find: (name: string, namespace?: string) => { namespace: string; pod: string }[],
  world: PolicyWorld,
) => Connection[];

/** What marks the environments that there are. */
const ENVIRONMENTS = new Set(['dev', 'prod'].map((name) => `/w/deploy/environments/${name}/environment.yaml`));

/** Runs the check with an analyzer that answers what it is told; `find` gives the pods of a service. */
async function check(ask: Ask, matrix: string | undefined = MATRIX) {
  const analyzer: ConnectivityAnalyzer = {
    name: 'fake',
    connections: async (world) =>
      ask(
        (name, namespace) =>
          world.pods
            .filter(({ labels }) => labels['app.kubernetes.io/name'] === name)
            .filter((pod) => (namespace ? pod.namespace === namespace : pod.namespace !== 'elsewhere'))
            .map((pod) => ({ namespace: pod.namespace, pod: pod.name })),
        world,
      ),
  };
  const report = await checkReachability(
    {
      workspaceRoot: '/w',
      charts: ['web', 'api'].map((name) => ({ name, dir: `/w/${name}` })),
      environments: [environment],
    },
    {
      files: { readText: async () => matrix, exists: async (path) => ENVIRONMENTS.has(path) },
      helm: { template: async ({ name, namespace }) => manifests(name, namespace) },
      analyzer,
    },
  );
  return { ...report, findings: report.findings.filter(({ layout }) => layout === 'declared') };
}

const DNS = { first: '10.0.0.53', last: '10.0.0.53' };
const pairs = <A, B>(from: A[], to: B[], ports: Connection['ports']) =>
  from.flatMap((a) => to.map((b) => ({ from: a, to: b, ports }))) as Connection[];
const declared: Ask = (find) => [
  ...pairs(find('web'), find('api'), ['TCP 5000']),
  ...pairs(find('web'), [DNS], ['UDP 53']),
];

describe('checkReachability', () => {
  it('finds nothing where the declared flows are possible and no others', async () => {
    const { cases, findings } = await check(declared);
    expect(findings).toEqual([]);
    expect(cases).toEqual([
      { environment: 'dev', layout: 'declared', pods: 8, policies: 2 },
      { environment: 'dev', layout: 'apart', pods: 9, policies: 2 },
    ]);
  });

  it('does not look at what parties and strangers say to each other', async () => {
    const { findings } = await check((find, world) => [
      ...declared(find, world),
      ...pairs(find('web', 'elsewhere'), find('api', 'elsewhere'), 'all'),
    ]);
    expect(findings).toEqual([]);
  });

  it('names a flow that is possible and not declared once, with its policies and what to change', async () => {
    const { findings } = await check((find, world) => [
      ...declared(find, world),
      ...pairs(find('api'), find('web'), ['TCP 5000']),
    ]);
    expect(findings).toEqual([
      {
        environment: 'dev',
        layout: 'declared',
        kind: 'undeclared',
        from: 'api',
        to: 'web',
        port: 'TCP 5000',
        policies: ['NetworkPolicy shop/api', 'NetworkPolicy shop/web'],
        message:
          'not declared and possible: api to web on TCP 5000, let through by NetworkPolicy shop/api and NetworkPolicy shop/web',
        fix: 'Narrow networkPolicy of web, or declare the flow in the matrix.',
      },
    ]);
  });

  it('names pods of one kind that reach each other, and a declared flow on further ports', async () => {
    const { findings } = await check((find) => [
      ...pairs(find('web'), find('api'), 'all'),
      ...pairs(find('web'), [DNS], ['UDP 53']),
      ...pairs(find('api'), find('api'), ['TCP 5000']),
    ]);
    expect(findings.map(({ from, to, port, kind }) => [kind, from, to, port])).toEqual([
      ['undeclared', 'web', 'api', 'any port'],
      ['undeclared', 'api', 'api', 'TCP 5000'],
    ]);
  });

  it.each([
    ['a pod without labels in shop', (pod: PolicyWorld['pods'][number]) => pod.namespace === 'shop' && !('app.kubernetes.io/name' in pod.labels)],
    ['a pod without labels in another namespace', (pod: PolicyWorld['pods'][number]) => pod.namespace === 'elsewhere' && !('app.kubernetes.io/name' in pod.labels)],
    ['a pod labelled like web in another namespace', (pod: PolicyWorld['pods'][number]) => pod.namespace === 'elsewhere' && pod.labels['app.kubernetes.io/name'] === 'web'],
  ])('names a stranger that gets in: %s', async (title, isStranger) => {
    const { findings } = await check((find, world) => [
      ...declared(find, world),
      ...pairs(world.pods.filter(isStranger).map(({ name, namespace }) => ({ namespace, pod: name })), find('api'), ['TCP 1']),
    ]);
    expect(findings.map(({ from, to, port }) => [from, to, port])).toEqual([[title, 'api', 'TCP 1']]);
  }); // prettier-ignore

  it('names addresses that are reached or reach in, beyond those declared', async () => {
    const { findings } = await check((find) => [
      ...pairs(find('web'), find('api'), ['TCP 5000']),
      ...pairs(find('web'), [{ first: '10.0.0.52', last: '10.0.0.53' }], ['UDP 53']),
      ...pairs([{ first: '0.0.0.0', last: '255.255.255.255' }], find('api'), ['TCP 5000']),
    ]);
    expect(findings.map(({ from, to, port }) => [from, to, port])).toEqual([
      ['web', '10.0.0.52', 'UDP 53'],
      ['any address', 'api', 'TCP 5000'],
    ]);
  });

  it.each([
    ['ingress', ['NetworkPolicy shop/api'], 'Let it into api (its networkPolicy.from, ingressController or monitoring, its ingress or gateway, peers), or take the flow out of the matrix.'],
    ['egress', ['NetworkPolicy shop/web'], 'Let it out of web (its upstreams, peers, networkPolicy.to or dns), or take the flow out of the matrix.'],
  ])('names a declared flow that is refused on one side: %s', async (side, policies, fix) => {
    const { findings } = await check((find, world) => {
      const [policy] = world.policies as { spec: { policyTypes: string[] } }[];
      const types = policy?.spec.policyTypes ?? [];
      const isOpen = types.length === 1 && types[0]?.toLowerCase() !== side;
      return [...(isOpen ? pairs(find('web'), find('api'), ['TCP 5000']) : []), ...pairs(find('web'), [DNS], ['UDP 53'])];
    });
    expect(findings).toMatchObject([{ kind: 'blocked', from: 'web', to: 'api', port: 'TCP 5000', policies, fix }]);
    expect(findings[0]?.message).toBe(`declared and refused: web to api on TCP 5000, by ${policies[0] ?? ''}`);
  }); // prettier-ignore

  it('asks about each service in a namespace of its own too', async () => {
    const namespaces: string[][] = [];
    await check((find, world) => {
      namespaces.push(
        world.policies.map((policy) => (policy as { metadata: { namespace: string } }).metadata.namespace),
      );
      return declared(find, world);
    });
    expect(namespaces).toEqual([
      ['shop', 'shop'],
      ['ns-web', 'ns-api'],
    ]);
  });

  it('refuses flows and parties of an environment that is not there', async () => {
    await expect(check(() => [], MATRIX.replaceAll('[prod]', '[prdo]'))).rejects.toMatchObject({
      code: 'ReachabilityInvalid',
      message: 'read deploy/reachability.yaml: there is no environment prdo (deploy/environments/prdo).',
    });
  });
});
