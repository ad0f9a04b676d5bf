import { helm, kubectl, kubectlJson, NAMESPACE } from './support/cluster.ts';
import { ensureImages, type HelmRelease, installOrUpgrade, SERVICE_CHARTS, uninstall } from './support/helm-release.ts';
import type { RunResult } from './support/run.ts';
import { makeNamespace } from './support/test-namespace.ts';
import { waitFor } from './support/wait-for.ts';

interface Chart {
  chart: string;
  /** Values that this chart needs on one machine, where nothing else of ours may be in the namespace. */
  values: object;
  /** The same with another value of a plain setting. */
  changed: object;
  /** Claims that an uninstall leaves. */
  claims: string[];
}

/** A plain setting, which is kept in a ConfigMap. */
const settings = (level: string) => ({ config: { LOG_LEVEL: level } });
/** The first run is what has the claim bound, which Helm waits for: once a minute. What it checks runs elsewhere. */
const health = {
  cronJob: { schedule: '* * * * *' },
  upstreams: { 'backend-api': { namespace: NAMESPACE }, 'data-api': { namespace: NAMESPACE } },
};
const stacked = (level: string) => ({
  ...Object.fromEntries(SERVICE_CHARTS.map((service) => [service, settings(level)])),
  'health-check': { ...settings(level), cronJob: health.cronJob },
});
const charts: Chart[] = [
  { chart: 'backend-api', values: settings('info'), changed: settings('debug'), claims: [] },
  { chart: 'data-api', values: settings('info'), changed: settings('debug'), claims: ['data-data-api-0'] },
  { chart: 'internal-service', values: settings('info'), changed: settings('debug'), claims: [] },
  {
    chart: 'health-check',
    values: { ...health, ...settings('info') },
    changed: { ...health, ...settings('debug') },
    claims: ['health-check'],
  },
  {
    chart: 'stack',
    values: stacked('info'),
    changed: stacked('debug'),
    claims: ['data-stack-data-api-0', 'stack-health-check'],
  },
];

/** All charts at the same time: most of it is waiting. */
describe('a chart under Helm alone, in a namespace that takes restricted pods only', () => {
  let images: Promise<void> | undefined;

  it.concurrent.each(charts)(
    '$chart is installed, tested, upgraded, rolled back and uninstalled',
    async ({ chart, values, changed, claims }) => {
      await (images ??= ensureImages(SERVICE_CHARTS));
      const namespace = await makeNamespace(chart);
      const release: HelmRelease = { chart, namespace: namespace.name, values };
      const at = ['-n', namespace.name];
      try {
        expectNoWarning(await installOrUpgrade('install', release));
        const first = await runningIn(namespace.name);
        expect(first.length).toBeGreaterThan(0);
        expect(await helm(['test', chart, ...at, '--timeout', '170s'])).toMatch(/Phase:\s+Succeeded/);

        expectNoWarning(await installOrUpgrade('upgrade', release));
        expect(await runningIn(namespace.name)).toEqual(first);

        expectNoWarning(await installOrUpgrade('upgrade', { ...release, values: changed }));
        const second = await replaced(first);
        expect(second).toHaveLength(first.length);

        await helm(['rollback', chart, '1', ...at, '--wait', '--timeout', '170s']);
        const third = await replaced([...first.filter(isPod), ...second]);
        expect(third).toHaveLength(first.length);

        await uninstall(release);
        expect(await kubectl(['get', 'pods,services,cronjobs', ...at, '-o', 'name'])).toBe('');
        const left = await kubectl([
          'get',
          'persistentvolumeclaims',
          ...at,
          '-o',
          'jsonpath={.items[*].metadata.name}',
        ]);
        expect(left.split(' ').filter(Boolean).sort()).toEqual(claims);
      } finally {
        await namespace.remove();
      }

      /** What runs when nothing of the former is among it any more. */
      function replaced(former: readonly string[]): Promise<string[]> {
        return waitFor(
          `what ${chart} runs to be replaced`,
          async () => {
            const now = await runningIn(namespace.name);
            return now.every((each) => !former.includes(each)) && now;
          },
          { timeoutMs: 60_000, everyMs: 1_000 },
        );
      }
    },
    600_000,
  );
});

/** Helm tells on stderr of the links between charts as well. */
function expectNoWarning({ stderr }: RunResult): void {
  expect(stderr.split('\n').filter((line) => line !== '' && !line.startsWith('level=INFO '))).toEqual([]);
}

interface Item {
  metadata: { uid: string; deletionTimestamp?: string; ownerReferences?: { kind: string }[] };
  spec: { jobTemplate?: object };
}

/** Pods that stay, by their uid, and what a CronJob would run. */
async function runningIn(namespace: string): Promise<string[]> {
  const selector = 'app.kubernetes.io/component=service';
  const { items } = await kubectlJson<{ items: Item[] }>(['get', 'pods,cronjobs', '-n', namespace, '-l', selector]);
  return items
    .filter(({ metadata }) => !metadata.deletionTimestamp && metadata.ownerReferences?.[0]?.kind !== 'Job')
    .map(({ metadata, spec }) => (spec.jobTemplate ? JSON.stringify(spec.jobTemplate) : `pod ${metadata.uid}`))
    .sort();
}

function isPod(running: string): boolean {
  return running.startsWith('pod ');
}
