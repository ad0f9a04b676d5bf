import { kubectlJson } from './support/cluster.ts';
import { ensureImages, installOrUpgrade } from './support/helm-release.ts';
import { underLoad } from './support/load.ts';
import { makeNamespace, type TestNamespace } from './support/test-namespace.ts';
import { waitFor } from './support/wait-for.ts';
import { serviceAddress, type Workload } from './support/workload.ts';

const RELEASE = 'backend-api';
/** As little CPU as a pod may have, so that a load for a busy machine is one for the pods as well. */
const VALUES = {
  replicas: null,
  resources: { requests: { cpu: '50m' }, limits: { cpu: '150m' } },
  hpa: {
    enabled: true,
    minReplicas: 2,
    maxReplicas: 3,
    cpuUtilization: 100,
    behavior: { scaleDown: { stabilizationWindowSeconds: 0 } },
  },
};
const CLIENTS = { clients: 6, spreadMs: 100 };
/** Metrics come every 15 s, are looked at every 15 s, and count once a new pod has been there for a while. */
const PATIENCE = { timeoutMs: 240_000, everyMs: 2_000 };

interface Deployment {
  spec: { replicas: number };
  status: { readyReplicas?: number };
}

describe('backend-api with an autoscaler', () => {
  let namespace: TestNamespace;
  let workload: Workload;

  beforeAll(async () => {
    await ensureImages([RELEASE]);
    namespace = await makeNamespace('autoscaling');
    workload = { kind: 'deployment', name: RELEASE, namespace: namespace.name };
    await installOrUpgrade('install', { chart: RELEASE, namespace: namespace.name, values: VALUES });
  });
  afterAll(() => namespace.remove());

  it('has more pods under load and fewer after it, one of which may always be evicted', async () => {
    await scaledTo(2);
    const target = { name: 'under load', ...(await serviceAddress(workload)), host: RELEASE, path: '/version' };

    const [outcome] = await underLoad([target], CLIENTS, () => scaledTo(3));
    expect(outcome?.failures).toEqual([]);

    await scaledTo(2);
  }, 600_000);

  async function scaledTo(replicas: number): Promise<void> {
    const isScaled = async () => {
      const { spec, status } = await get<Deployment>('deployment');
      return spec.replicas === replicas && status.readyReplicas === replicas;
    };
    await waitFor(`${replicas} pods`, isScaled, PATIENCE);
    const isEvictable = async () => {
      const { status } = await get<{ status: { disruptionsAllowed: number; expectedPods: number } }>('pdb');
      return status.expectedPods === replicas && status.disruptionsAllowed === 1;
    };
    await waitFor(`the disruption budget of ${replicas} pods`, isEvictable, { timeoutMs: 30_000 });
  }

  function get<T>(kind: string): Promise<T> {
    return kubectlJson<T>(['get', kind, RELEASE, '-n', namespace.name]);
  }
});
