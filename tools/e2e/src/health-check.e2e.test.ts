import { apply, kubectl, kubectlJson, NAMESPACE } from './support/cluster.ts';
import { ensureImages, type HelmRelease, installOrUpgrade, uninstall } from './support/helm-release.ts';
import { makeNamespace, type TestNamespace } from './support/test-namespace.ts';
import { waitFor } from './support/wait-for.ts';

const CHART = 'health-check';
const TARGETS = ['backend-api', 'backend-api-download', 'data-api'];
/** Runs when a test says so; what it checks are the services of the environment `local`. */
const VALUES = {
  cronJob: { suspend: true },
  upstreams: { 'backend-api': { namespace: NAMESPACE }, 'data-api': { namespace: NAMESPACE } },
};
/** One that answers and one that nobody listens for. */
const DEAD_TARGETS = [
  { name: 'alive', url: `http://data-api.${NAMESPACE}/version` },
  { name: 'dead', url: 'http://127.0.0.1:9/' },
];

interface Run {
  exitCode: number;
  lines: string[];
}

describe('the CronJob of health-check', () => {
  let namespace: TestNamespace;
  let release: HelmRelease;
  const found: string[] = [];

  beforeAll(async () => {
    await ensureImages([CHART]);
    namespace = await makeNamespace(CHART);
    // Its claim is bound when the first run asks for it.
    release = { chart: CHART, namespace: namespace.name, values: VALUES, isWaitedFor: false };
    await installOrUpgrade('install', release);
  });
  afterAll(() => namespace.remove());

  it('checks every target and writes a line for each into its log', async () => {
    const run = await runJob('first');

    expect(run).toEqual({ exitCode: 0, lines: TARGETS.map((name) => expect.stringContaining(` ok     ${name} GET `)) });
    expect(await log()).toEqual(expect.arrayContaining(run.lines));
    found.push(...run.lines);
  });

  it('keeps on its claim what former runs found, also those of a release that was uninstalled', async () => {
    await uninstall(release);
    await installOrUpgrade('install', release);
    found.push(...(await runJob('second')).lines);

    expect(found).toHaveLength(2 * TARGETS.length);
    expect(await log()).toEqual(expect.arrayContaining(found));
  });

  it('fails when a target is dead, and says which', async () => {
    const env = { TARGETS: JSON.stringify(DEAD_TARGETS) };
    await installOrUpgrade('upgrade', { ...release, values: { ...VALUES, env } });
    const { exitCode, lines } = await runJob('third');

    expect(exitCode).toBe(1);
    expect(lines).toEqual([
      expect.stringContaining(' ok     alive GET '),
      expect.stringMatching(/ FAILED dead GET .*Refused/),
    ]);
  });

  /** The lines of the log on the claim, as the program itself shows them. */
  async function log(): Promise<string[]> {
    return (await runJob(`print-${found.length}`, ['--print'])).lines;
  }

  /** Runs once what the CronJob would run, and waits for its end. */
  async function runJob(name: string, args?: string[]): Promise<Run> {
    const at = ['-n', namespace.name];
    const create = ['create', 'job', name, `--from=cronjob/${CHART}`, '--dry-run=client', ...at];
    const job = await kubectlJson<Job>(create);
    const [container] = job.spec.template.spec.containers;
    if (container && args) container.args = args;
    await apply(job);
    const { exitCode } = await waitFor(
      `the job ${name} to end`,
      async () => {
        const { items } = await kubectlJson<{ items: Pod[] }>(['get', 'pods', ...at, '-l', `job-name=${name}`]);
        return items[0]?.status.containerStatuses?.[0]?.state.terminated;
      },
      { timeoutMs: 120_000, everyMs: 500 },
    );
    return { exitCode, lines: (await kubectl(['logs', `job/${name}`, ...at])).split('\n') };
  }
});

interface Job {
  spec: { template: { spec: { containers: { args?: string[] }[] } } };
}

interface Pod {
  status: { containerStatuses?: { state: { terminated?: { exitCode: number } } }[] };
}
