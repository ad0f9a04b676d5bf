import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageRef } from '@slipway/contracts';
import { clusterStatus, machineState } from '@slipway/cluster';
import { apply, helm, kubectl, kubectlJson, NAMESPACE } from '../support/cluster.ts';
import { getThroughIngress } from '../support/http.ts';
import { runOk } from '../support/run.ts';
import { waitFor } from '../support/wait-for.ts';
import { edit, readJson, workspace } from '../support/workspace.ts';
import type { DeclaredFlows } from './declared-flows.ts';
import { readDeclaredFlows } from './declared-flows.ts';
import type { Attempt } from './matrix.ts';
import { askEverything, toLine } from './matrix.ts';
import type { Cast } from './parties.ts';
import { castParties, STRANGERS } from './parties.ts';
import type { TestPod } from './pods.ts';
import { addressOf, startStandIns } from './pods.ts';
import { probeFrom } from './probe.ts';

/** Pods of a whole cluster start in it, on a machine that may be busy. */
const SETUP_MS = 400_000;
const READY_MS = 120_000;
const EXISTING = [NAMESPACE, 'kube-system'];
const HTTP = { port: 5000, protocol: 'TCP' } as const;

let flows: DeclaredFlows;
let cast: Cast;
let pods: TestPod[];

beforeAll(async () => {
  // Two, so that one can ask the other.
  await edit('deploy/environments/local/data-api.yaml', (text) => text.replace(/^replicas: 1$/m, 'replicas: 2'));
  await runOk('npx', ['nx', 'deploy', 'data-api'], { cwd: workspace });
  flows = await readDeclaredFlows(join(workspace, 'deploy', 'reachability.yaml'), 'local');
  cast = await castParties(flows);
  const namespaces = new Set(cast.standIns.map(({ namespace }) => namespace));
  await apply(...[...namespaces].filter((name) => !EXISTING.includes(name)).map(toNamespace));
  const { repository, digest } = await readJson<ImageRef>('dist/images/backend-api.json');
  const ports = Object.values(flows.ports)
    .flat()
    .filter(({ protocol }) => protocol === 'TCP')
    .map(({ port }) => port);
  const image = `127.0.0.1:5050/${repository}@${digest}`;
  pods = [...cast.running, ...(await startStandIns(cast.standIns, { image, ports, timeoutMs: READY_MS }))];
}, SETUP_MS);

describe('the flows of deploy/reachability.yaml, where NetworkPolicies are enforced', () => {
  let attempts: Attempt[];

  beforeAll(async () => {
    attempts = await askEverything(pods, flows, cast.ruled);
  }, SETUP_MS);

  it('are about the services that run here, each of which somebody may reach or which may reach somebody', () => {
    const taking = new Set(attempts.flatMap(({ isDeclared, from, to }) => (isDeclared ? [from.party, to] : [])));
    expect(cast.running.map(({ party }) => party)).toEqual(
      expect.arrayContaining(['backend-api', 'data-api', 'internal-service']),
    );
    expect(cast.ruled.filter((party) => !taking.has(party))).toEqual([]);
  });

  it('get through, by address, through the Service and by its name', () => {
    const declared = attempts.filter(({ isDeclared }) => isDeclared);
    expect(declared.filter(({ outcome }) => outcome !== 'open').map(toLine)).toEqual([]);
    expect(new Set(declared.map(({ via }) => via))).toEqual(new Set(['pod', 'service', 'name', 'node']));
  });

  it('are all there is: everything else from and to the pods of the charts is dropped', () => {
    const others = attempts.filter(({ isDeclared }) => isDeclared === false);
    expect(others.filter(({ outcome }) => outcome !== 'dropped').map(toLine)).toEqual([]);
    for (const seen of EXPECTED_REFUSALS) expect(others.map(({ from, to }) => `${from.party} > ${to}`)).toContain(seen);
  });

  it('are what the policies rule: pods without one reach each other, and the node', () => {
    const free = attempts.filter(({ isDeclared }) => isDeclared === undefined);
    expect(free.filter(({ outcome }) => outcome !== 'open').map(toLine)).toEqual([]);
    expect(free.map(({ from, to }) => `${from.party} > ${to}`)).toEqual(
      expect.arrayContaining([`${STRANGERS.elsewhere} > ${STRANGERS.beside}`, `${STRANGERS.beside} > API server`]),
    );
  });

  it('let the replicas of data-api reach each other', () => {
    const among = attempts.filter(
      ({ from, to, via }) => from.party === 'data-api' && to === 'data-api' && via === 'pod',
    );
    const http = among.filter(({ target }) => target.port === HTTP.port);
    expect(http.map(({ from, outcome }) => [from.name, outcome]).sort()).toEqual([
      ['data-api-0', 'open'],
      ['data-api-1', 'open'],
    ]);
  });

  it.each(['backend-api', 'data-api', 'internal-service', 'health-check'])(
    'suffice for the test pod of %s',
    async (release) => {
      expect(await helm(['test', release, '-n', NAMESPACE, '--timeout', '100s'])).toContain('Succeeded');
    },
  );

  it('suffice for the services: the ingress, which runs on the node, has answers of both', async () => {
    expect((await getThroughIngress('data-api.localhost', '/')).status).toBe(200);
    const download = '/download_external_logs?env=development';
    expect((await getThroughIngress('backend-api.localhost', download)).status).toBe(200);
  });
});

/** Some of the most telling, so that an empty list of refusals is none. */
const EXPECTED_REFUSALS = [
  `${STRANGERS.beside} > data-api`,
  `${STRANGERS.elsewhere} > backend-api`,
  'stranger like backend-api > data-api',
  'backend-api > internal-service',
  'data-api > backend-api',
  'backend-api > API server',
  'data-api > kubelet',
  `internal-service > ${STRANGERS.beside}`,
  'backend-api/test > data-api',
];

describe('a policy', () => {
  it('is what keeps a stranger out: it gets in without it, and not once it is back', async () => {
    const { metadata, ...policy } = await kubectlJson<{ metadata: { labels: object; annotations: object } }>([
      ...['get', 'networkpolicy', 'data-api', '-n', NAMESPACE],
    ]);
    const { labels, annotations } = metadata;
    const again = { ...policy, metadata: { name: 'data-api', namespace: NAMESPACE, labels, annotations } };
    await kubectl(['delete', 'networkpolicy', 'data-api', '-n', NAMESPACE]);
    await untilStranger('open');
    await apply(again);
    await untilStranger('dropped');
  });
});

describe('a cluster that enforces policies', () => {
  it(
    'leaves the machine as it was, and enforces them again when it comes back',
    async () => {
      expect((await clusterStatus()).networkPolicies).toBe('enforced');
      await cluster('down');
      const before = JSON.parse(readFileSync(process.env['SLIPWAY_E2E_MACHINE_BEFORE'] ?? '', 'utf8')) as unknown;
      expect(await machineState()).toEqual(before);

      await cluster('up');
      expect((await clusterStatus()).networkPolicies).toBe('enforced');
      await expectOutcomes('dropped');
    },
    SETUP_MS,
  );

  it(
    'stops enforcing them when told so, with the same pods, and starts again',
    async () => {
      await cluster('up', '--no-network-policy');
      expect((await clusterStatus()).networkPolicies).toBe('ignored');
      await expectOutcomes('open');

      await cluster('up', '--network-policy');
      await expectOutcomes('dropped');
    },
    SETUP_MS,
  );
});

const cluster = (...args: string[]) => runOk('npx', ['slipway', 'cluster', ...args], { cwd: workspace });

const toNamespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

const podOf = (party: string): TestPod => {
  const pod = pods.find((each) => each.party === party);
  if (!pod) throw new Error(`no pod of ${party}`);
  return pod;
};

/** What comes of asking the first replica of data-api from a pod of that party. */
async function askDataApi(party: string): Promise<string | undefined> {
  const host = await addressOf({ namespace: NAMESPACE, name: 'data-api-0' });
  return (await probeFrom(podOf(party), [{ host, ...HTTP }]))[0];
}

async function untilStranger(outcome: string): Promise<void> {
  const ask = async () => (await askDataApi(STRANGERS.elsewhere)) === outcome;
  await waitFor(`data-api to be ${outcome} for a stranger`, ask, { timeoutMs: 30_000 });
}

/**
 * What a stranger and a caller get from data-api once its pods and theirs are back: for a moment after a
 * start the API server shows the addresses they had before.
 */
async function expectOutcomes(stranger: 'open' | 'dropped'): Promise<void> {
  const ask = async () => (await askDataApi('backend-api')) === 'open';
  await waitFor('backend-api to reach data-api', ask, { timeoutMs: READY_MS, everyMs: 1_000 });
  const answer = await waitFor('the stranger to be back', () => askDataApi(STRANGERS.elsewhere), {
    timeoutMs: READY_MS,
  });
  expect(answer).toBe(stranger);
}
