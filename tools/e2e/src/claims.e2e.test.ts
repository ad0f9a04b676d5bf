import { kubectl } from './support/cluster.ts';
import { readEntries, writeEntry } from './support/entries.ts';
import { ensureImages, installOrUpgrade, uninstall } from './support/helm-release.ts';
import { developmentKey, makeNamespace, type TestNamespace } from './support/test-namespace.ts';
import { waitFor } from './support/wait-for.ts';
import { podsOf, rolledOut, serviceAddress, untilGone, type Workload } from './support/workload.ts';

const PATIENCE = { timeoutMs: 60_000, everyMs: 500 };

describe('the claim of data-api', () => {
  let namespace: TestNamespace;
  let workload: Workload;
  let files: string[];

  beforeAll(async () => {
    await ensureImages(['data-api']);
    namespace = await makeNamespace('claims');
    workload = { kind: 'statefulset', name: 'data-api', namespace: namespace.name };
    await release('install');
    const dataApi = await serviceAddress(workload);
    files = await Promise.all([writeEntry(dataApi), writeEntry(dataApi), writeEntry(dataApi)]);
    await expectEntries();
  });
  afterAll(() => namespace.remove());

  it('keeps its entries when the release is upgraded', async () => {
    const former = await podsOf(workload);
    await release('upgrade', { podAnnotations: { e2e: 'upgraded' } });
    await untilGone(workload, former);

    await expectEntries();
  });

  it('keeps its entries when the pod is deleted', async () => {
    await kubectl(['delete', 'pod', 'data-api-0', '-n', namespace.name, '--wait=true']);
    await rolledOut(workload);

    await expectEntries();
  });

  it('stays when the release is uninstalled, and serves its entries to the next one of that name', async () => {
    await uninstall({ chart: 'data-api', namespace: namespace.name });
    expect(await kubectl(['get', 'pods', '-n', namespace.name, '-o', 'name'])).toBe('');
    await release('install');

    await expectEntries();
  });

  async function release(verb: 'install' | 'upgrade', values: object = {}): Promise<void> {
    await installOrUpgrade(verb, { chart: 'data-api', namespace: namespace.name, values });
  }

  /** Whether the release serves every entry that was written. The last two seconds of entries may be missing yet. */
  async function expectEntries(): Promise<void> {
    const dataApi = await serviceAddress(workload);
    const key = await developmentKey(namespace.name);
    const areServed = async () => {
      const { status, text } = await readEntries(dataApi, key);
      return status === 200 && files.every((file) => text.includes(file));
    };
    await waitFor(`the entries ${files.join(', ')}`, areServed, PATIENCE);
  }
});
