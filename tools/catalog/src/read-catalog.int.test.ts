import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { listCatalogFiles } from './list-catalog-files.ts';
import { readCatalog } from './read-catalog.ts';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'slipway-catalog-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const read = () => readCatalog(root, listCatalogFiles(root));

describe('readCatalog', () => {
  it('finds projects, charts, Dockerfiles and environments', async () => {
    write({
      'apps/api/project.json': '{"name":"api"}',
      'apps/api/Dockerfile': 'FROM scratch',
      'deploy/charts/api/Chart.yaml': 'name: api',
      'deploy/environments/local/environment.yaml': '',
      'deploy/environments/dev/environment.yaml': '',
      'deploy/environments/notes/README.md': '',
      'node_modules/x/project.json': '{"name":"x"}',
      'dist/api/Dockerfile': '',
    });
    expect(await read()).toEqual({
      projects: [{ name: 'api', root: 'apps/api' }],
      charts: [
        {
          dir: 'deploy/charts/api',
          project: { name: 'api', root: 'apps/api' },
          facts: { name: 'api', isLibrary: false, after: [], isDefault: true, localDependencies: [] },
        },
      ],
      dockerRoots: ['apps/api'],
      environments: ['dev', 'local'],
    });
  });

  it('passes over the test chart of a library, even where a project has its name', async () => {
    write({
      'tools/common-test/project.json': '{"name":"common-test"}',
      'deploy/charts/common/Chart.yaml': 'type: library\nannotations: { slipway.dev/test-chart: common-test }',
      'deploy/charts/common-test/Chart.yaml': 'annotations: { slipway.dev/test-chart-of: common }',
    });
    expect((await read()).charts.map(({ dir }) => dir)).toEqual(['deploy/charts/common']);
  });

  it('counts a package.json as a project only where the workspace lists it', async () => {
    write({
      'package.json': '{"name":"root","workspaces":["packages/*","!packages/old"]}',
      'packages/web/package.json': '{"name":"@acme/web"}',
      'packages/web/Dockerfile': '',
      'packages/old/package.json': '{"name":"old"}',
      'packages/old/Dockerfile': '',
      'apps/package.json': '{"type":"module"}',
      'apps/Dockerfile': '',
      'tool/Dockerfile': '',
    });
    expect(await read()).toMatchObject({
      projects: [{ name: '@acme/web', root: 'packages/web' }],
      dockerRoots: ['packages/web'],
    });
  });

  it.each([
    ['pnpm-workspace.yaml', 'packages:\n  - packages/*\n'],
    ['lerna.json', '{}'],
  ])('reads the package list of %s', async (file, text) => {
    write({ 'package.json': '{}', [file]: text, 'packages/web/package.json': '{"name":"web"}' });
    expect((await read()).projects).toEqual([{ name: 'web', root: 'packages/web' }]);
  });

  it('survives broken files', async () => {
    write({ 'apps/api/project.json': '{', 'deploy/charts/api/Chart.yaml': ': [', 'package.json': '{' });
    const { projects, charts } = await read();
    expect(projects).toEqual([]);
    expect(charts).toMatchObject([{ dir: 'deploy/charts/api', facts: { fault: expect.any(String) } }]);
  });

  it('keeps facts by content and forgets charts that are gone', async () => {
    const cache = join(root, '.nx', 'cache.json');
    const path = 'deploy/charts/api/Chart.yaml';
    write({ [path]: 'name: before' });
    await readCatalog(root, [path], {}, cache);
    write({ [path]: 'name: after' });
    const { charts } = await readCatalog(root, [path], {}, cache);
    expect(charts[0]?.facts.name).toBe('after');
    expect(Object.values(JSON.parse(readFileSync(cache, 'utf8')).facts)).toEqual([
      expect.objectContaining({ name: 'after' }),
    ]);
  });
});
