import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kubectl, NAMESPACE, revisionOf } from './support/cluster.ts';
import { soundValues, writeFaultProject, type FaultChartValues } from './support/fault-chart.ts';
import { removeProjects } from './support/remove-projects.ts';
import { slipway, workspace } from './support/workspace.ts';

interface Drift {
  kind: string;
  name: string;
  path: string;
  change: string;
  manager?: string;
}

const NAME = 'planned';
const FILE = 'dist/planned.json';
const CANARY = 'canary-4711-of-the-plan';
const POD = '/spec/template/spec/containers/main';

describe('a saved plan, and drift', () => {
  let sound: FaultChartValues;

  beforeAll(async () => {
    sound = await soundValues('Deployment');
    await writeFaultProject(NAME, sound);
    expect(await slipway(['deploy', '--projects', NAME, '--json'])).toMatchObject({ exitCode: 0 });
    expect(await slipway(['diff', '--projects', NAME])).toMatchObject({ exitCode: 0 });
  });
  afterAll(() => removeProjects(NAME));

  it('is carried out as long as nothing has moved', async () => {
    await writeFaultProject(NAME, { ...sound, readinessPath: '/healthz' });
    const plan = await savePlan();
    expect(plan.stdout).toContain(`~ ${POD}/readinessProbe/httpGet/path: "/readyz" -> "/healthz"`);
    expect((await stat(join(workspace, FILE))).mode & 0o777).toBe(0o600);

    const { exitCode, stdout, stderr } = await slipway(['deploy', '--plan', FILE, '--json']);
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ releases: [{ name: NAME, status: 'deployed', revision: 2 }] });
  });

  it('is refused when a live object was changed since, and when the document was', async () => {
    await writeFaultProject(NAME, sound);
    await savePlan();
    await kubectl(['scale', `deployment/${NAME}`, '-n', NAMESPACE, '--replicas=2']);
    const stale = await slipway(['deploy', '--plan', FILE, '--json']);
    expect(stale.exitCode).toBe(3);
    expect(JSON.parse(stale.stdout)).toMatchObject({
      code: 'PlanStale',
      details: { moved: [`Deployment/${NAME} /spec/replicas`] },
    });

    const path = join(workspace, FILE);
    await writeFile(path, (await readFile(path, 'utf8')).replace('/readyz', '/other'));
    const tampered = await slipway(['deploy', '--plan', FILE, '--json']);
    expect([tampered.exitCode, JSON.parse(tampered.stdout)]).toMatchObject([3, { code: 'PlanTampered' }]);
    expect(await revisionOf(NAME)).toBe(2);
  });

  it('is told field by field, with who changed it, and without a secret', async () => {
    await kubectl(['set', 'env', `deployment/${NAME}`, '-n', NAMESPACE, 'ADDED=1', `API_TOKEN=${CANARY}`]);
    const { exitCode, stdout } = await slipway(['diff', '--projects', NAME, '--json']);
    const { releases } = JSON.parse(stdout) as { releases: { drift: Drift[] }[] };
    expect(exitCode).toBe(2);
    expect(releases[0]?.drift.map(({ kind, path, change, manager }) => [kind, path, change, manager])).toEqual([
      ['Deployment', '/spec/replicas', 'changed', 'kubectl'],
      ['Deployment', `${POD}/env/ADDED`, 'extra', 'kubectl-set'],
      ['Deployment', `${POD}/env/API_TOKEN`, 'extra', 'kubectl-set'],
    ]);
    const plan = await savePlan();
    const texts = [stdout, plan.stdout, plan.stderr, await readFile(join(workspace, FILE), 'utf8')];
    expect(texts.filter((text) => text.includes(CANARY))).toEqual([]);
  });
});

/** Plans with something to do. */
async function savePlan(): ReturnType<typeof slipway> {
  const planned = await slipway(['plan', '--projects', NAME, '--out', FILE]);
  if (planned.exitCode !== 2) throw new Error(`plan: exit code ${planned.exitCode}\n${planned.stdout}\n${planned.stderr}`); // prettier-ignore
  return planned;
}
