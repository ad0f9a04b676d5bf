import { kubectl, tryKubectl } from './support/cluster.ts';
import { ensureImages, installOrUpgrade } from './support/helm-release.ts';
import { underLoad } from './support/load.ts';
import { makeNamespace, type TestNamespace } from './support/test-namespace.ts';
import { waitFor } from './support/wait-for.ts';
import { isReady, type Pod, podsOf, rolledOut, serviceAddress, type Workload } from './support/workload.ts';

const CLIENTS = { clients: 50, spreadMs: 3_000 };
/** The drain must reach no pod of another namespace, so the release has a name that no other one has. */
const RELEASE = 'backend-api-drain';
const PATIENCE = { timeoutMs: 90_000, everyMs: 500 };

describe('a drain of the node with two pods under a disruption budget', () => {
  let namespace: TestNamespace;
  let node: string;
  let workload: Workload;

  beforeAll(async () => {
    await ensureImages(['backend-api']);
    namespace = await makeNamespace('drain');
    workload = { kind: 'deployment', name: RELEASE, namespace: namespace.name };
    node = await kubectl(['get', 'nodes', '-o', 'jsonpath={.items[0].metadata.name}']);
    const values = { replicas: 2 };
    await installOrUpgrade('install', { chart: 'backend-api', name: RELEASE, namespace: namespace.name, values });
  });
  afterAll(async () => {
    await kubectl(['uncordon', node]);
    await namespace.remove();
  });

  it('takes one pod, waits with the other until there is a new one, and loses no request', async () => {
    const former = namesOf(await podsOf(workload));
    expect(former).toHaveLength(2);
    const target = { name: 'during the drain', ...(await serviceAddress(workload)), host: RELEASE, path: '/' };

    const [outcome] = await underLoad([target], CLIENTS, async ([load]) => {
      const draining = drain();
      await waitFor('one pod to be evicted', async () => (await formerPods()).length === 1, PATIENCE);
      // The cordoned node takes nothing new, so the budget has no pod to spare.
      const [left = ''] = namesOf(await formerPods());
      expect(await newPods()).toMatchObject([{ status: { phase: 'Pending' } }]);
      expect(await evict(left)).toMatch(/TooManyRequests.*disruption budget/s);
      await load?.answersEach(2);
      expect(namesOf(await formerPods())).toEqual([left]);

      await kubectl(['uncordon', node]);
      await waitFor('the new pod to be Ready', async () => (await newPods()).some(isReady), PATIENCE);
      const { exitCode, stdout, stderr } = await draining;
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining(`${node} drained`) });
      expect(stderr).toMatch(/Cannot evict pod as it would violate the pod's disruption budget/);
      expect(await formerPods()).toEqual([]);
      await rolledOut(workload);
    });

    expect(outcome?.failures).toEqual([]);

    async function formerPods(): Promise<Pod[]> {
      return (await podsOf(workload)).filter(({ metadata }) => former.includes(metadata.name));
    }
    async function newPods(): Promise<Pod[]> {
      return (await podsOf(workload)).filter(({ metadata }) => !former.includes(metadata.name));
    }
  }, 600_000);

  function drain(): ReturnType<typeof tryKubectl> {
    return tryKubectl([
      ...['drain', node, '--pod-selector', `app.kubernetes.io/instance=${RELEASE}`],
      ...['--delete-emptydir-data', '--timeout=170s'],
    ]);
  }

  /** Asks for the eviction of a pod as `kubectl drain` does; gives what the API server says against it. */
  async function evict(name: string): Promise<string> {
    const metadata = { name, namespace: namespace.name };
    const path = `/api/v1/namespaces/${namespace.name}/pods/${name}/eviction`;
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata };
    return (await tryKubectl(['create', '--raw', path, '-f', '-'], JSON.stringify(eviction))).stderr;
  }
});

function namesOf(pods: readonly Pod[]): string[] {
  return pods.map(({ metadata }) => metadata.name);
}
