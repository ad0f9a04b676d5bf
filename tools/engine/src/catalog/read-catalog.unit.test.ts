import { createFakeFiles } from '@slipway/testing';
import type { ReleaseRequest } from '../pipeline/release-request.ts';
import { readCatalog } from './read-catalog.ts';

const files = createFakeFiles({
  '/w/c/web/Chart.yaml': 'name: web\nversion: 1.0.0\nannotations: {slipway.dev/after: "store, stack"}\n',
  '/w/c/store/Chart.yaml': 'name: store\nversion: 1.0.0\n',
  '/w/c/stack/Chart.yaml': 'name: stack\nversion: 1.0.0\nannotations: {slipway.dev/default: "false"}\n',
  '/w/c/common/Chart.yaml': 'name: common\nversion: 1.0.0\ntype: library\n',
  '/w/c/broken/Chart.yaml': 'name: [\n',
});
const read = (select?: string[], charts = ['web', 'store', 'stack', 'common']) =>
  readCatalog(
    {
      workspaceRoot: '/w',
      projects: charts.map((project) => ({ project, chartDir: `c/${project}` })),
      knownProjects: ['logging'],
      ...(select ? { select } : {}),
    } as ReleaseRequest,
    files,
  );

describe('readCatalog', () => {
  it('selects what is released by default', async () => {
    const { selected } = await read();
    expect(selected.map(({ name, after }) => [name, after])).toEqual([['store', []], ['web', ['stack', 'store']]]); // prettier-ignore
  });

  it('takes what is asked for by name, by default or not', async () => {
    expect((await read(['stack'])).selected.map(({ name }) => name)).toEqual(['stack']);
  });

  it('is not stopped by the broken chart of another project', async () => {
    expect((await read(['web'], ['web', 'store', 'stack', 'broken'])).selected).toHaveLength(1);
    await expect(read(['broken'], ['web', 'broken'])).rejects.toMatchObject({ code: 'YamlInvalid' });
  });

  it.each([
    ['wab', 'UnknownProject', 'Did you mean "web"? Projects with a chart: stack, store, web.'],
    ['logging', 'ProjectWithoutChart', 'Projects with a chart: stack, store, web.'],
    ['common', 'ProjectWithoutChart', 'Projects with a chart: stack, store, web.'],
  ])('refuses %s as %s with exit 64', async (name, code, hint) => {
    await expect(read([name])).rejects.toMatchObject({ code, hint, exitCode: 64 });
  });
});
