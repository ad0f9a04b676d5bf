import type { TaskGraph } from '@nx/devkit';
import type { Plan } from '@slipway/contracts';
import type { StepSchema } from './schema.d.ts';
import { keepsOrder, toReleaseSet } from './to-release-set.ts';

type Tasks = Record<string, { options?: Partial<StepSchema>; after?: string[]; configuration?: string }>;

/** The set of tasks `project:step`. */
function setOf(tasks: Tasks) {
  const ids = Object.keys(tasks);
  const graph = {
    tasks: Object.fromEntries(
      ids.map((id) => {
        const [project = '', target = ''] = id.split(':');
        return [id, { id, target: { project, target, configuration: tasks[id]?.configuration ?? 'dev' } }];
      }),
    ),
    dependencies: Object.fromEntries(ids.map((id) => [id, tasks[id]?.after ?? []])),
  } as unknown as TaskGraph;
  const inputs = Object.fromEntries(
    ids.map((id) => [id, { step: id.split(':')[1], ...tasks[id]?.options } as StepSchema]),
  );
  return toReleaseSet(graph, inputs);
}

describe('toReleaseSet', () => {
  it('takes both steps of several projects as one deploy, each with its chart', () => {
    const set = setOf({
      'api:helm-install': {
        options: { chart: 'charts/api', checks: 'release', patience: '5s' },
        after: ['api:docker'],
      },
      'api:deploy': { options: { chart: 'charts/api', patience: '5s' }, after: ['api:helm-install'] },
      'web:helm-install': { options: { patience: '5s' }, after: ['api:deploy'] },
      'web:deploy': { options: { patience: '5s' }, after: ['web:helm-install'] },
    });
    expect(set).toEqual({
      options: { patience: '5s' },
      configuration: 'dev',
      isVerified: true,
      projects: [
        { project: 'api', chart: 'charts/api', helmInstall: 'api:helm-install', deploy: 'api:deploy' },
        { project: 'web', chart: undefined, helmInstall: 'web:helm-install', deploy: 'web:deploy' },
      ],
      order: [{ project: 'web', after: 'api' }],
    });
  });

  it('leaves the tests to later where nobody asks for them', () => {
    expect(setOf({ 'api:helm-install': {}, 'web:helm-install': {} })).toMatchObject({
      isVerified: false,
      projects: [{ deploy: undefined }, { deploy: undefined }],
    });
  });

  it.each<[string, Tasks]>([
    ['nothing', {}],
    ['tests without their install', { 'api:deploy': {} }],
    ['tests of one and the install of another', { 'api:deploy': {}, 'web:helm-install': {} }],
    ['tests of some projects only', { 'api:helm-install': {}, 'api:deploy': {}, 'web:helm-install': {} }],
    ['two environments', { 'api:helm-install': {}, 'web:helm-install': { configuration: 'prod' } }],
    ['two patiences', { 'api:helm-install': {}, 'web:helm-install': { options: { patience: '1m' } } }],
  ])('does not take for one deploy: %s', (_title, tasks) => {
    expect(setOf(tasks)).toBeUndefined();
  });
});

describe('keepsOrder', () => {
  const plan = (after: string[]) =>
    ({
      releases: [
        { name: 'store', project: 'data', after: [] },
        { name: 'web', project: 'web', after },
      ],
    }) as unknown as Plan;
  const order = [{ project: 'web', after: 'data' }];

  it('wants in the plan what the tasks come after', () => {
    expect([keepsOrder(plan(['store']), { order }), keepsOrder(plan([]), { order })]).toEqual([true, false]);
  });
});
