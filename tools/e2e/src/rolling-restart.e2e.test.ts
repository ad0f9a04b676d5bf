import { kubectl, kubectlJson, NAMESPACE } from './support/cluster.ts';
import { startLoad } from './support/load.ts';

const CLIENTS = 200;
/** How long backend-api works on a request. */
const WORK_MS = 3_000;
const DEPLOYMENT = ['deployment/backend-api', '-n', NAMESPACE];

interface Service {
  spec: { clusterIP: string; ports: { name: string; port: number }[] };
}

describe('a rolling restart under load', () => {
  afterAll(() => scaleTo(1));

  it('loses no request of 200 clients on kept-alive connections, neither through the ingress nor inside', async () => {
    await scaleTo(2);
    const { spec } = await kubectlJson<Service>(['get', 'service', 'backend-api', '-n', NAMESPACE]);
    const port = spec.ports.find(({ name }) => name === 'http')?.port ?? 0;
    const loads = [
      { name: 'through the ingress', address: '127.0.0.1', port: 8080, host: 'backend-api.localhost:8080', path: '/' },
      { name: 'at the Service', address: spec.clusterIP, port, host: 'backend-api', path: '/' },
    ].map((target) => startLoad(target, { clients: CLIENTS, spreadMs: WORK_MS }));
    // Every client is in the middle of a request of three seconds, on a connection that it has used before.
    await Promise.all(loads.map((load) => load.answersEach(1)));
    const before = await podNames();

    await kubectl(['rollout', 'restart', ...DEPLOYMENT]);
    await kubectl(['rollout', 'status', ...DEPLOYMENT, '--timeout=110s']);
    await untilGone(before);

    const outcomes = await Promise.all(loads.map((load) => load.stop()));
    expect(outcomes.flatMap(({ failures }) => failures)).toEqual([]);
    // It was a load: every client asked on while both pods were replaced.
    for (const { answered } of outcomes) expect(answered).toBeGreaterThan(5 * CLIENTS);
  });
});

async function scaleTo(replicas: number): Promise<void> {
  await kubectl(['scale', ...DEPLOYMENT, `--replicas=${replicas}`]);
  await kubectl(['rollout', 'status', ...DEPLOYMENT, '--timeout=110s']);
}

/** The rollout is done when the new pods are there; the old ones answer what they have until they end. */
async function untilGone(pods: readonly string[]): Promise<void> {
  await kubectl(['wait', '--for=delete', ...pods.map((pod) => `pod/${pod}`), '-n', NAMESPACE, '--timeout=110s']);
}

async function podNames(): Promise<string[]> {
  const selector = 'app.kubernetes.io/name=backend-api';
  const list = await kubectlJson<{ items: { metadata: { name: string } }[] }>([
    ...['get', 'pods', '-n', NAMESPACE, '-l', selector],
  ]);
  return list.items.map(({ metadata }) => metadata.name);
}
