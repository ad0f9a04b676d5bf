import { resolveCatalogOptions } from './catalog-options.ts';
import { findChartFolders } from './find-chart-folders.ts';

const api = { name: 'api', root: 'apps/api' };
const scoped = { name: '@acme/web', root: 'packages/web' };
const stack = { name: 'stack', root: 'deploy/charts/stack' };

const find = (files: string[], options = {}) =>
  findChartFolders(files, [api, scoped, stack], resolveCatalogOptions(options));

describe('findChartFolders', () => {
  it.each([
    ['the project of the folder’s name', 'deploy/charts/api/Chart.yaml', 'deploy/charts/api', api],
    ['a scoped project by its last part', 'deploy/charts/web/Chart.yaml', 'deploy/charts/web', scoped],
    ['the project.json beside the chart', 'deploy/charts/stack/Chart.yaml', 'deploy/charts/stack', stack],
    ['the project around chart/', 'apps/api/chart/Chart.yaml', 'apps/api/chart', api],
    ['the project around deploy/helm/', 'packages/web/deploy/helm/Chart.yaml', 'packages/web/deploy/helm', scoped],
    ['the project itself', 'apps/api/Chart.yaml', 'apps/api', api],
  ])('gives a chart to %s', (_title, file, dir, project) => {
    expect(find([file])).toEqual([{ dir, project }]);
  });

  it('reports a central chart without a project, and nothing else', () => {
    const files = ['deploy/charts/ghost/Chart.yaml', 'deploy/charts/api/charts/sub/Chart.yaml', 'x/y/Chart.yaml'];
    expect(find(files)).toEqual([{ dir: 'deploy/charts/ghost' }]);
  });

  it('takes the central chart before one inside the project, and chart/ before the project’s own folder', () => {
    const inside = ['apps/api/Chart.yaml', 'apps/api/chart/Chart.yaml'];
    expect(find(inside)).toEqual([{ dir: 'apps/api/chart', project: api }]);
    expect(find([...inside, 'deploy/charts/api/Chart.yaml'])).toEqual([{ dir: 'deploy/charts/api', project: api }]);
  });

  it('looks where the options say, and at a chart in the root project', () => {
    expect(find(['helm-charts/api/Chart.yaml'], { chartsDir: './helm-charts/' })).toEqual([
      { dir: 'helm-charts/api', project: api },
    ]);
    const root = { name: 'root', root: '.' };
    expect(findChartFolders(['helm/Chart.yaml'], [root], resolveCatalogOptions())).toEqual([
      { dir: 'helm', project: root },
    ]);
  });
});
