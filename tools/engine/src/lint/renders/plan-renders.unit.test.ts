import type { Environment } from '@slipway/contracts';
import { createFakeFiles } from '@slipway/testing';
import type { PlanRendersRequest } from './plan-renders.ts';
import { planRenders } from './plan-renders.ts';

const environment = (name: string): Environment => ({
  schema: 'slipway.environment/v1',
  name,
  namespace: { default: `ns-${name}` },
  registry: 'r.test',
  ingress: { domain: 'd.test' },
  autoscaling: true,
  metricsApis: [],
  protection: { approval: 'none' },
  locked: false,
});
const FILES = {
  '/w/api/values.yaml': '{}\n',
  '/w/api/ci/b-values.yaml': 'image: { digest: given }\n',
  '/w/api/ci/a-values.yml': '{}\n',
  '/w/api/ci/typo-values.yaml': '{}\n',
  '/w/api/ci/notes.txt': '',
  '/w/deploy/environments/prod/shop-api.yaml': '{}\n',
};
const plan = (change: Partial<PlanRendersRequest> = {}) =>
  planRenders(
    {
      workspaceRoot: '/w',
      project: 'shop/api',
      environments: [environment('dev'), environment('prod')],
      chartDir: '/w/api',
      staged: { dir: '/staged', digest: '', file: { name: 'api' }, localDependencies: {} },
      chart: { name: 'api', image: 'digest', nestedImages: [] },
      ...change,
    },
    createFakeFiles(FILES),
  );

describe('planRenders', () => {
  it('plans environments, the defaults and the examples without mistakes, in this order', async () => {
    expect((await plan()).map(({ name, ref, valuesFiles }) => [name, ref.namespace, ...valuesFiles])).toEqual([
      ['dev', 'ns-dev', 'api/values.yaml'],
      ['prod', 'ns-prod', 'api/values.yaml', 'deploy/environments/prod/shop-api.yaml'],
      ['defaults', 'slipway', 'api/values.yaml'],
      ['ci/a-values.yml', 'slipway', 'api/values.yaml', 'api/ci/a-values.yml'],
      ['ci/b-values.yaml', 'slipway', 'api/values.yaml', 'api/ci/b-values.yaml'],
    ]);
  });

  it('leaves an image alone that an example names', async () => {
    const renders = await plan({ environments: [] });
    expect(renders.map(({ source }) => 'image' in source.values)).toEqual([true, true, false]);
  });

  it('renders the staged copy under the name of the release', async () => {
    const [first] = await plan();
    expect(first).toMatchObject({ ref: { name: 'shop-api' }, source: { chartDir: '/staged' } });
    const file = { name: 'api', annotations: { 'slipway.dev/release': 'web' } };
    const [named] = await plan({ staged: { dir: '/staged', digest: '', file, localDependencies: {} } });
    expect(named?.ref.name).toBe('web');
  });

  it('plans one environment alone when that is all that is asked for', async () => {
    const renders = await plan({ environments: [environment('prod')], onlyEnvironments: true });
    expect(renders.map(({ name }) => name)).toEqual(['prod']);
  });
});
