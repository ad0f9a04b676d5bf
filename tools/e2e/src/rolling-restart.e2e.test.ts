import { NAMESPACE } from './support/cluster.ts';
import { type LoadTarget, underLoad } from './support/load.ts';
import { rollingRestart, scale, serviceAddress, type Workload } from './support/workload.ts';

const CLIENTS = 200;
/** How long the services work on a request. */
const WORK_MS = 3_000;
const RESTARTS = 3;
const APIS: Workload[] = [
  { kind: 'deployment', name: 'backend-api', namespace: NAMESPACE },
  { kind: 'statefulset', name: 'data-api', namespace: NAMESPACE },
];

describe('rolling restarts of both APIs under load', () => {
  beforeAll(() => Promise.all(APIS.map((api) => scale(api, 2))));
  afterAll(() => Promise.all(APIS.map((api) => scale(api, 1))));

  it('lose no request of 200 clients on kept-alive connections, neither through the ingress nor inside', async () => {
    const targets = (await Promise.all(APIS.map(targetsOf))).flat();
    const outcomes = await underLoad(targets, { clients: CLIENTS, spreadMs: WORK_MS }, async () => {
      for (let restart = 1; restart <= RESTARTS; restart++) await Promise.all(APIS.map(rollingRestart));
    });

    expect(outcomes.flatMap(({ failures }) => failures)).toEqual([]);
    // It was a load: every client asked on while all pods were replaced three times.
    for (const { answered } of outcomes) expect(answered).toBeGreaterThan(RESTARTS * 5 * CLIENTS);
  }, 600_000);
});

/** The two ways to the 3 s route. */
async function targetsOf(api: Workload): Promise<LoadTarget[]> {
  const { name } = api;
  return [
    {
      name: `${name} through the ingress`,
      address: '127.0.0.1',
      port: 8080,
      host: `${name}.localhost:8080`,
      path: '/',
    },
    { name: `${name} at the Service`, ...(await serviceAddress(api)), host: name, path: '/' },
  ];
}
