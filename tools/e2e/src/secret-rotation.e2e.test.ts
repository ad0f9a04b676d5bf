import { toIntegrationKeySecret } from '@slipway/cluster';
import { apply } from './support/cluster.ts';
import { type Address, download, readEntries, writeEntry } from './support/entries.ts';
import { ensureImages, installOrUpgrade } from './support/helm-release.ts';
import { developmentKey, makeNamespace, type TestNamespace } from './support/test-namespace.ts';
import { waitFor } from './support/wait-for.ts';
import { podsOf, serviceAddress, type Workload } from './support/workload.ts';

const CHARTS = ['data-api', 'backend-api'] as const;
/** The kubelet renews files of Secrets when it looks at a pod again: within seconds here, a minute elsewhere. */
const PATIENCE = { timeoutMs: 150_000, everyMs: 500 };

describe('a change of the integration keys', () => {
  let namespace: TestNamespace;
  let workloads: Workload[];
  let dataApi: Address;
  let backendApi: Address;

  beforeAll(async () => {
    await ensureImages(CHARTS);
    namespace = await makeNamespace('secret');
    await Promise.all(CHARTS.map((chart) => installOrUpgrade('install', { chart, namespace: namespace.name })));
    workloads = [
      { kind: 'statefulset', name: 'data-api', namespace: namespace.name },
      { kind: 'deployment', name: 'backend-api', namespace: namespace.name },
    ];
    [dataApi, backendApi] = (await Promise.all(workloads.map(serviceAddress))) as [Address, Address];
  });
  afterAll(() => namespace.remove());

  it('is taken up by the running pods: the old key is refused, and the next download shows the new one', async () => {
    const former = await developmentKey(namespace.name);
    const file = await writeEntry(dataApi);
    await waitFor(
      'a download with the former key',
      async () => (await download(backendApi)).text.includes(file),
      PATIENCE,
    );
    expect(await readEntries(dataApi, former)).toMatchObject({ status: 200 });
    const before = await processes();

    await apply(toIntegrationKeySecret(namespace.name));
    const current = await developmentKey(namespace.name);
    expect(current).not.toBe(former);

    const isRefused = async () => (await readEntries(dataApi, former)).status === 403;
    await waitFor('data-api to refuse the former key', isRefused, PATIENCE);
    expect(await readEntries(dataApi, current)).toMatchObject({ status: 200 });
    const answer = await waitFor(
      'backend-api to show the new key',
      async () => {
        const answer = await download(backendApi);
        return answer.status === 200 && answer;
      },
      PATIENCE,
    );
    expect(answer.text).toContain(file);
    expect(await processes()).toEqual(before);
  });

  /** Which pods run, and how often their containers have been restarted. */
  async function processes(): Promise<unknown> {
    const pods = (await Promise.all(workloads.map(podsOf))).flat();
    return pods.map(({ metadata, status }) => ({
      uid: metadata.uid,
      restarts: status.containerStatuses?.map(({ restartCount }) => restartCount),
    }));
  }
});
