import type { DeployResult } from '@slipway/contracts';
import { kubectlJson, NAMESPACE } from './support/cluster.ts';
import { resultOf, startDeploy } from './support/deployer.ts';
import type { FaultChartValues } from './support/fault-chart.ts';
import { soundValues, writeFaultProject } from './support/fault-chart.ts';
import { removeProjects } from './support/remove-projects.ts';
import { nx } from './support/workspace.ts';

/** The third of five fails: two come before it, one is beside it, one after it. */
const AFTER: Record<string, string> = { 'group-a': '', 'group-b': 'group-a', 'group-c': 'group-a', 'group-d': '', 'group-e': 'group-c' }; // prettier-ignore
const NAMES = Object.keys(AFTER);
const BACK_WITHIN_MS = 60_000;

describe('a set of five releases', () => {
  let sound: FaultChartValues;

  beforeAll(async () => {
    sound = await soundValues('Deployment');
    await writeAll('1');
    const first = resultOf(await startDeploy(NAMES).ended);
    expect(statuses(first)).toEqual(NAMES.map((name) => `${name} deployed`));
  });

  afterAll(() => removeProjects(...NAMES));

  it('serves what it did before when the third fails with --atomic', async () => {
    const before = await served();
    await writeAll('2', { 'group-c': { port: 'nonsense' } });
    const { exitCode, ...end } = await startDeploy(NAMES, ['--atomic']).ended;
    const result = resultOf({ exitCode, ...end });
    expect([exitCode, result.exitCode]).toEqual([1, 1]);
    expect(statuses(result)).toEqual([
      'group-a rolled-back',
      'group-b rolled-back',
      'group-c rolled-back',
      'group-d rolled-back',
      'group-e skipped',
    ]);
    expect(result.releases.map(({ cause }) => cause?.code)).toEqual(['GroupFailed', 'GroupFailed', 'CrashAtStart', 'GroupFailed', 'DependencyFailed']); // prettier-ignore
    expect(result.releases[0]?.cause?.object).toBe('Release/group-c');
    expect(await served()).toEqual(before);
    expect(end.durationMs).toBeLessThan(BACK_WITHIN_MS);
  });

  it('is deployed by one of two deployers at once; the other one is refused with 5, and writes nothing', async () => {
    await writeAll('3');
    const first = startDeploy(NAMES);
    await first.begun;
    const second = await startDeploy(['group-d', 'group-e']).ended;
    expect(second.exitCode).toBe(5);
    expect(second.document).toMatchObject({
      schema: 'slipway.error/v1',
      code: 'Locked',
      details: { namespace: NAMESPACE },
    });
    const result = resultOf(await first.ended);
    expect(statuses(result)).toEqual(NAMES.map((name) => `${name} deployed`));
    expect(result.takenOver).toBeUndefined();
  });

  it('is one run for nx, whose tasks do not refuse each other', async () => {
    await writeAll('4');
    const { exitCode, stdout } = await nx(['run-many', '-t', 'deploy', '-p', NAMES.join(','), '--parallel=3']);
    expect([exitCode, /Locked|ReleaseBusy/.test(stdout)]).toEqual([0, false]);
    const { items } = await kubectlJson<{ items: { metadata: { name: string } }[] }>([
      'get',
      'leases',
      '-n',
      NAMESPACE,
    ]);
    expect(items.map(({ metadata }) => metadata.name)).not.toContain('slipway-deploy');
  });

  async function writeAll(version: string, change: Record<string, Partial<FaultChartValues>> = {}): Promise<void> {
    for (const [name, after] of Object.entries(AFTER)) {
      await writeFaultProject(name, { ...sound, version, ...change[name] }, { after });
    }
  }
});

function statuses({ releases }: DeployResult): string[] {
  return [...releases].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, status }) => `${name} ${status}`);
}

/** What each Deployment is set to run, and whether all of it does. */
async function served(): Promise<unknown[]> {
  const { items } = await kubectlJson<{ items: Deployment[] }>(['get', 'deployments', ...NAMES, '-n', NAMESPACE]);
  return items.map(({ metadata, spec, status }) => [
    metadata.name,
    spec.template.spec,
    status.readyReplicas,
    status.updatedReplicas,
    status.unavailableReplicas ?? 0,
  ]);
}

interface Deployment {
  metadata: { name: string };
  spec: { template: { spec: unknown } };
  status: { readyReplicas?: number; updatedReplicas?: number; unavailableReplicas?: number };
}
