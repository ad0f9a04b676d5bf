import type { Environment } from '@slipway/contracts';
import { createFakeFiles } from '@slipway/testing';
import { findStrays } from './strays.ts';

const charts = ['api', 'web'].map((project) => ({ project, chartDir: `/w/charts/${project}` }));
const environments = [{ name: 'dev' } as Environment];
const find = (files: Record<string, string>) =>
  findStrays({ workspaceRoot: '/w', charts, environments }, createFakeFiles(files));
const chart = (annotations: object) => JSON.stringify({ name: 'x', annotations });

describe('findStrays', () => {
  it('has nothing to say of what each chart has', async () => {
    expect(
      await find({
        '/w/charts/api/Chart.yaml': chart({ 'slipway.dev/after': 'web', 'slipway.dev/release': 'the-api' }),
        '/w/deploy/environments/dev/environment.yaml': '',
        '/w/deploy/environments/dev/releases.lock.yaml': '',
        '/w/deploy/environments/dev/the-api.yaml': '',
        '/w/deploy/environments/dev/web.yaml': '',
      }),
    ).toEqual([]);
  });

  it('finds values of a release that no chart has', async () => {
    expect(await find({ '/w/deploy/environments/dev/wbe.yaml': '' })).toMatchObject([
      {
        severity: 'error',
        rule: 'stray-values',
        file: 'deploy/environments/dev/wbe.yaml',
        message: 'no chart has a release "wbe", so nobody reads these values',
        fix: 'Did you mean web?',
      },
    ]);
  });

  it('finds a chart after one that is not there', async () => {
    expect(await find({ '/w/charts/api/Chart.yaml': chart({ 'slipway.dev/after': 'web, zookeeper' }) })).toMatchObject([
      {
        rule: 'unknown-project',
        project: 'api',
        file: 'charts/api/Chart.yaml',
        message: 'slipway.dev/after names "zookeeper", which is no project with a chart',
        fix: 'Name one of api, web, or take it out.',
      },
    ]);
  });
});
