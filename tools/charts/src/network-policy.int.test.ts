import type { KubeObject } from '@slipway/contracts';
import { pick, render, renderFor } from './support/render.ts';
import type { Workload } from './support/workload.ts';
import { kinds, settings } from './support/workload.ts';

jest.setTimeout(600_000); // Builds helm where it is not there yet.

interface Peer {
  podSelector?: { matchLabels: Record<string, string> };
  namespaceSelector?: { matchLabels: Record<string, string> };
  ipBlock?: { cidr: string };
}

interface Policy extends KubeObject {
  spec: {
    policyTypes: string[];
    podSelector: Required<Peer>['podSelector'];
    ingress: { from: Peer[]; ports: { port: number }[] }[];
    egress: { to: Peer[]; ports: { port: number }[] }[];
  };
}

/** `namespace/pods:ports` of every flow that a policy lets through. */
function flows(rules: { peers: Peer[]; ports: { port: number }[] }[]): string[] {
  return rules.flatMap(({ peers, ports }) =>
    peers.map((peer) => `${describePeer(peer)}:${[...new Set(ports.map(({ port }) => port))].join(',')}`),
  );
}

function describePeer({ ipBlock, namespaceSelector, podSelector }: Peer): string {
  if (ipBlock) return ipBlock.cidr;
  const labels = podSelector?.matchLabels ?? {};
  const pods = labels['app.kubernetes.io/name']
    ? `${labels['app.kubernetes.io/name']}(${labels['app.kubernetes.io/component']})`
    : (labels['k8s-app'] ?? '*');
  return `${namespaceSelector?.matchLabels['kubernetes.io/metadata.name'] ?? '.'}/${pods}`;
}

const into = ({ spec }: Policy) => flows(spec.ingress.map(({ from, ports }) => ({ peers: from, ports })));
const outOf = ({ spec }: Policy) => flows(spec.egress.map(({ to, ports }) => ({ peers: to, ports })));
const policy = async (environment: string, chart: string, values: object = {}, name = chart) =>
  pick<Policy>(await renderFor(environment, chart, values), 'NetworkPolicy', name);

const DNS = 'kube-system/kube-dns:53';

describe('network policies', () => {
  it('let backend-api be reached from the ingress and call data-api and the DNS, nothing else', async () => {
    const found = await policy('prod', 'backend-api');
    expect(found.spec.policyTypes).toEqual(['Ingress', 'Egress']);
    expect(into(found)).toEqual([
      'ingress-nginx/*:5000',
      './internal-service(service):5000',
      './health-check(service):5000',
      './backend-api(test):5000',
      'monitoring/*:9464',
    ]);
    expect(outOf(found)).toEqual([DNS, './data-api(service):5000']);
  });

  it('let data-api be reached from backend-api and its own replicas, and call those and the DNS, nothing else', async () => {
    const found = await policy('prod', 'data-api');
    expect(into(found)).toEqual([
      './backend-api(service):5000',
      './health-check(service):5000',
      './data-api(service):5000',
      './data-api(test):5000',
      'monitoring/*:9464',
    ]);
    expect(outOf(found)).toEqual([DNS, './data-api(service):5000']);
  });

  it('let internal-service be reached by its test and the monitoring alone, and call the API and the DNS', async () => {
    const found = await policy('prod', 'internal-service');
    expect(into(found)).toEqual(['./internal-service(test):5000', 'monitoring/*:9464']);
    expect(outOf(found)).toEqual([DNS, './backend-api(service):5000']);
  });

  it('let health-check call both APIs and the DNS, and be reached by nobody', async () => {
    const found = await policy('prod', 'health-check');
    expect(into(found)).toEqual([]);
    expect(outOf(found)).toEqual([DNS, './backend-api(service):5000', './data-api(service):5000']);
  });

  it('let the test pod reach the service it tests, and nobody reach the test pod', async () => {
    const found = await policy('prod', 'data-api', {}, 'data-api-test');
    expect(found.spec.podSelector.matchLabels['app.kubernetes.io/component']).toBe('test');
    expect(into(found)).toEqual([]);
    expect(outOf(found)).toEqual([DNS, './data-api(service):5000']);
  });

  it('let the DNS server of the node be asked in local', async () => {
    expect(outOf(await policy('local', 'data-api'))).toEqual(expect.arrayContaining([DNS, '172.31.255.1/32:53']));
  });

  it('follow an upstream into another namespace', async () => {
    const values = { upstreams: { 'data-api': { namespace: 'data' } } };
    expect(outOf(await policy('prod', 'backend-api', values))).toEqual([DNS, 'data/data-api(service):5000']);
  });

  it.each([
    ['the map of namespaces', { global: { slipway: { namespaces: { 'data-api': 'data', default: 'rest' } } } }],
    [
      'their own, before the map',
      {
        upstreams: { 'data-api': { namespace: 'data' } },
        global: { slipway: { namespaces: { 'data-api': 'other', default: 'rest' } } },
      },
    ],
  ])('follow services into namespaces: %s', async (_title, values) => {
    const objects = await render({ chart: 'backend-api', values });
    expect(outOf(pick<Policy>(objects, 'NetworkPolicy', 'backend-api'))).toEqual([DNS, 'data/data-api(service):5000']);
    expect(into(pick<Policy>(objects, 'NetworkPolicy', 'backend-api'))).toContain(
      'rest/internal-service(service):5000',
    );
    expect(settings(pick<Workload>(objects, 'Deployment')).EXTERNAL_LOGS_URL).toBe('http://data-api.data/logs');
  });

  it('let services in from the release alone beside which they stand in an umbrella, whatever the map says', async () => {
    const global = { slipway: { namespaces: { default: 'elsewhere' } } };
    const objects = await render({ chart: 'stack', release: 'blue', values: { global } });
    const { spec } = pick<Policy>(objects, 'NetworkPolicy', 'blue-data-api');
    expect(spec.ingress[0]?.from[0]).toEqual({
      podSelector: {
        matchLabels: {
          'app.kubernetes.io/name': 'backend-api',
          'app.kubernetes.io/instance': 'blue',
          'app.kubernetes.io/component': 'service',
        },
      },
    });
    expect(settings(pick<Workload>(objects, 'Deployment', 'blue-backend-api')).EXTERNAL_LOGS_URL).toBe(
      'http://blue-data-api/logs',
    );
  });

  it('let the monitoring in only where it is wanted', async () => {
    const metrics = async (networkPolicy: object) =>
      into(
        pick<Policy>(await render({ chart: 'data-api', values: { networkPolicy } }), 'NetworkPolicy', 'data-api'),
      ).filter((flow) => flow.endsWith(':9464'));
    expect(await metrics({})).toEqual([]);
    expect(
      await metrics({ monitoring: { enabled: true, namespaceLabels: { 'kubernetes.io/metadata.name': 'obs' } } }),
    ).toEqual(['obs/*:9464']);
  });

  it('let nobody in where nobody is named', async () => {
    const objects = await render({ chart: 'internal-service', values: { test: { enabled: false } } });
    expect(pick<Policy>(objects, 'NetworkPolicy').spec.ingress).toEqual([]);
  });

  it('let further addresses be called when they are named', async () => {
    const values = { networkPolicy: { to: [{ cidr: '10.1.0.0/16', ports: [443, 5432] }] } };
    expect(outOf(await policy('prod', 'backend-api', values))).toContain('10.1.0.0/16:443,5432');
  });

  it('keep the ingress controller out where there is no ingress', async () => {
    expect(into(await policy('prod', 'data-api')).filter((flow) => flow.startsWith('ingress'))).toEqual([]);
  });

  it('are left out when switched off', async () => {
    expect(kinds(await render({ chart: 'data-api', values: { networkPolicy: { enabled: false } } }))).not.toContain(
      'NetworkPolicy',
    );
  });
});
