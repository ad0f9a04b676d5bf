import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { readProjectConfiguration } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import serviceGenerator from './generator.ts';

// Prettier loads itself by import(), which jest's CommonJS cannot do.
jest.mock('@nx/devkit', () => ({ ...jest.requireActual('@nx/devkit'), formatFiles: () => Promise.resolve() }));
jest.setTimeout(60_000);

const workspaceRoot = join(import.meta.dirname, '..', '..', '..', '..', '..');
const common = (file: string) => readFileSync(join(workspaceRoot, 'deploy/charts/common', file), 'utf8');

function aWorkspace(): Tree {
  const tree = createTreeWithEmptyWorkspace();
  tree.write('deploy/charts/common/Chart.yaml', common('Chart.yaml'));
  tree.write('deploy/charts/common/values.schema.json', common('values.schema.json'));
  for (const name of ['local', 'dev']) tree.write(`deploy/environments/${name}/environment.yaml`, 'name: x');
  return tree;
}

const contents = (tree: Tree) =>
  Object.fromEntries(tree.listChanges().map(({ path, content }) => [path, content?.toString()]));

describe('the service generator', () => {
  it('makes project, sources, chart and values, and leaves the rest of the workspace alone', async () => {
    const tree = aWorkspace();
    const before = contents(tree);
    await serviceGenerator(tree, { name: 'billing-api' });
    const after = contents(tree);
    const made = Object.keys(after).filter((path) => after[path] !== before[path]);
    expect(made.sort()).toEqual([
      'apps/billing-api/Dockerfile',
      'apps/billing-api/README.md',
      'apps/billing-api/jest.config.cjs',
      'apps/billing-api/project.json',
      'apps/billing-api/src/app.int.test.ts',
      'apps/billing-api/src/app.ts',
      'apps/billing-api/src/main.ts',
      'apps/billing-api/src/routes/greeting.ts',
      'apps/billing-api/src/settings.ts',
      'apps/billing-api/tsconfig.json',
      'deploy/charts/billing-api/.helmignore',
      'deploy/charts/billing-api/Chart.yaml',
      'deploy/charts/billing-api/templates/service.yaml',
      'deploy/charts/billing-api/values.schema.json',
      'deploy/charts/billing-api/values.yaml',
      'deploy/environments/dev/billing-api.yaml',
      'deploy/environments/local/billing-api.yaml',
    ]);
    const { tags, targets } = readProjectConfiguration(tree, 'billing-api');
    expect(tags).toEqual(['type:app', 'scope:runtime']);
    expect(Object.keys(targets ?? {})).toEqual(['build', 'serve', 'test', 'lint', 'typecheck']);
    expect(targets?.['build']).toMatchObject({
      executor: '@nx/esbuild:esbuild',
      options: { main: 'apps/billing-api/src/main.ts', bundle: true, thirdParty: true, minify: true },
    });
    expect(tree.read('apps/billing-api/src/main.ts', 'utf8')).toContain('settings: billingApiSettings');
    expect(JSON.stringify(after)).not.toContain('<%');
  });

  it('bundles like the other services of a workspace that says how', async () => {
    const tree = aWorkspace();
    tree.write('apps/esbuild.config.cjs', 'module.exports = {};');
    await serviceGenerator(tree, { name: 'billing-api' });
    const { targets } = readProjectConfiguration(tree, 'billing-api');
    expect(targets?.['build']?.options).toMatchObject({ esbuildConfig: 'apps/esbuild.config.cjs' });
    expect(targets?.['build']?.options).not.toHaveProperty('esbuildOptions');
  });

  it('bundles as the services of the workspace do', async () => {
    const optionsOf = (tree: Tree) => readProjectConfiguration(tree, 'billing-api').targets?.['build']?.options;
    const [alone, shared] = [aWorkspace(), aWorkspace()];
    shared.write('apps/esbuild.config.cjs', 'module.exports = {};');
    for (const tree of [alone, shared]) await serviceGenerator(tree, { name: 'billing-api' });
    expect(optionsOf(alone)).toMatchObject({ esbuildOptions: { outExtension: { '.js': '.js' } } });
    expect(optionsOf(shared)).toMatchObject({ esbuildConfig: 'apps/esbuild.config.cjs' });
    expect(optionsOf(shared)).not.toHaveProperty('esbuildOptions');
  });

  it('changes nothing when it runs again', async () => {
    const tree = aWorkspace();
    await serviceGenerator(tree, { name: 'billing-api' });
    const once = contents(tree);
    await serviceGenerator(tree, { name: 'billing-api' });
    expect(contents(tree)).toEqual(once);
  });

  it('keeps what somebody edited and brings back what was removed', async () => {
    const tree = aWorkspace();
    await serviceGenerator(tree, { name: 'billing-api' });
    tree.write('apps/billing-api/src/app.ts', 'edited');
    tree.write('deploy/environments/dev/billing-api.yaml', 'replicas: 7');
    tree.delete('deploy/charts/billing-api/values.yaml');
    await serviceGenerator(tree, { name: 'billing-api' });
    expect(tree.read('apps/billing-api/src/app.ts', 'utf8')).toBe('edited');
    expect(tree.read('deploy/environments/dev/billing-api.yaml', 'utf8')).toBe('replicas: 7');
    expect(tree.read('deploy/charts/billing-api/values.yaml', 'utf8')).toContain('slipway/billing-api');
  });

  it('gives a second service ports of its own', async () => {
    const tree = aWorkspace();
    await serviceGenerator(tree, { name: 'one' });
    await serviceGenerator(tree, { name: 'two' });
    const command = (name: string) => readProjectConfiguration(tree, name).targets?.['serve']?.options.command;
    expect(command('one')).toContain('--port=5010 --metrics-port=9474');
    expect(command('two')).toContain('--port=5011 --metrics-port=9475');
  });

  it.each(['Billing', '1st', 'a_b', '-a', 'a-', 'a'.repeat(51), '../x'])('refuses the name %j', async (name) => {
    await expect(serviceGenerator(aWorkspace(), { name })).rejects.toThrow(`make service "${name}"`);
  });

  it('refuses a name or a folder that another project has', async () => {
    const tree = aWorkspace();
    await serviceGenerator(tree, { name: 'one' });
    await expect(serviceGenerator(tree, { name: 'one', directory: 'services/one' })).rejects.toThrow('apps/one');
    await expect(serviceGenerator(tree, { name: 'two', directory: 'apps/one' })).rejects.toThrow('the project one');
  });
});
