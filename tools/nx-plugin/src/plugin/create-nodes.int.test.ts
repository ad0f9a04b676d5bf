import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import { createNodes, createNodesV2 } from '../index.ts';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'slipway-nodes-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Targets by project root, as Nx would get them. */
async function infer(files: Record<string, string>, options = {}, namedInputs: object = { production: [] }) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const context = { workspaceRoot: root, nxJsonConfiguration: { namedInputs } } as never;
  const results = await createNodes[1](Object.keys(files).sort(), options, context);
  const targets: Record<string, Record<string, TargetConfiguration>> = {};
  for (const [, { projects = {} }] of results) {
    for (const [dir, project] of Object.entries(projects)) Object.assign((targets[dir] ??= {}), project.targets);
  }
  return targets;
}

const WORKSPACE = {
  'apps/api/project.json': '{"name":"api"}',
  'apps/api/Dockerfile': 'FROM scratch',
  'apps/data/project.json': '{"name":"data"}',
  'apps/data/Dockerfile': 'FROM scratch',
  'deploy/charts/common/project.json': '{"name":"common"}',
  'deploy/charts/common/Chart.yaml': 'name: common\ntype: library',
  'deploy/charts/api/Chart.yaml':
    'name: api\nannotations: { slipway.dev/after: "data, nobody" }\ndependencies: [{ name: common, repository: "file://../common" }]',
  'deploy/charts/data/Chart.yaml': 'name: data',
  'deploy/charts/stack/project.json': '{"name":"stack"}',
  'deploy/charts/stack/Chart.yaml':
    'name: stack\nannotations: { slipway.dev/default: "false" }\ndependencies: [{ name: api, repository: "file://../api" }]',
  'deploy/environments/local/environment.yaml': '',
  'deploy/environments/dev/environment.yaml': '',
};
const ENVIRONMENTS = {
  configurations: { dev: { environment: 'dev' }, local: { environment: 'local' } },
  defaultConfiguration: 'local',
};
const API_INPUTS = [
  '{workspaceRoot}/deploy/charts/api/**/*',
  '{workspaceRoot}/deploy/charts/common/**/*',
  '{workspaceRoot}/deploy/environments/*/environment.yaml',
  '{workspaceRoot}/deploy/environments/*/api.yaml',
];

describe('createNodes', () => {
  it('goes by its former name too', () => expect(createNodesV2).toBe(createNodes));

  it('gives a project with chart and Dockerfile all targets, and a library chart only its lint', async () => {
    const targets = await infer(WORKSPACE);
    const names = Object.fromEntries(Object.entries(targets).map(([dir, all]) => [dir, Object.keys(all)]));
    const release = ['helm-lint', 'helm-install', 'deploy', 'status', 'rollback', 'undeploy'];
    expect(names).toEqual({
      'apps/api': ['docker', ...release],
      'apps/data': ['docker', ...release],
      'deploy/charts/common': ['helm-lint'],
      'deploy/charts/stack': release,
    });
  });

  it('infers docker', async () => {
    const { docker } = (await infer(WORKSPACE))['apps/api'] ?? {};
    expect(docker).toEqual({
      executor: '@slipway/nx:docker',
      cache: false,
      dependsOn: ['build'],
      inputs: [
        'production',
        '^production',
        '{workspaceRoot}/deploy/images/**/*',
        '{workspaceRoot}/deploy/environments/*/releases.lock.yaml',
        { externalDependencies: [] },
      ],
      ...ENVIRONMENTS,
      metadata: expect.objectContaining({ technologies: ['docker'] }),
    });
  });

  it('infers helm-lint, cached by chart, library, environments and what the options add', async () => {
    const lintInputs = ['{workspaceRoot}/linter/**/*'];
    expect((await infer(WORKSPACE, { lintInputs }))['apps/api']?.['helm-lint']).toEqual({
      executor: '@slipway/nx:helm-lint',
      cache: true,
      inputs: [
        ...API_INPUTS,
        '{workspaceRoot}/deploy/*.yaml',
        '{workspaceRoot}/deploy/policies/**/*',
        ...lintInputs,
        { runtime: expect.stringMatching(/^git rev-parse .* --match 'v\*' /) },
        { env: 'SLIPWAY_STRICT_CHECKERS' },
        { externalDependencies: [] },
      ],
      outputs: ['{workspaceRoot}/dist/lint/api.json', '{workspaceRoot}/dist/lint/api.sarif'],
      options: { chart: 'deploy/charts/api' },
      metadata: expect.objectContaining({ technologies: ['helm'] }),
    });
  });

  it('lints a library chart anew when the chart that tests it changes, and gives that one no targets', async () => {
    const targets = await infer({
      'deploy/charts/common/project.json': '{"name":"common"}',
      'deploy/charts/common/Chart.yaml': 'type: library\nannotations: { slipway.dev/test-chart: common-test }',
      'deploy/charts/common-test/project.json': '{"name":"common-test"}',
      'deploy/charts/common-test/Chart.yaml': 'annotations: { slipway.dev/test-chart-of: common }',
    });
    expect(Object.keys(targets)).toEqual(['deploy/charts/common']);
    expect(targets['deploy/charts/common']?.['helm-lint']?.inputs).toContain(
      '{workspaceRoot}/deploy/charts/common-test/**/*',
    );
  });

  it('lints an umbrella anew when the values of a service within it change', async () => {
    const targets = await infer({
      ...WORKSPACE,
      'deploy/charts/all/project.json': '{"name":"all"}',
      'deploy/charts/all/Chart.yaml':
        'name: all\ndependencies: [{ name: api, version: 0.1.0, repository: "file://../api" }]',
    });
    expect(targets['deploy/charts/all']?.['helm-lint']?.inputs).toEqual(
      expect.arrayContaining(['{workspaceRoot}/deploy/environments/*/api.yaml']),
    );
  });

  it('infers helm-install after image, lint and the releases that come first', async () => {
    expect((await infer(WORKSPACE))['apps/api']?.['helm-install']).toEqual({
      executor: '@slipway/nx:release',
      cache: false,
      dependsOn: [
        'docker',
        { target: 'helm-lint', options: 'forward' },
        { target: 'deploy', projects: ['data'], params: 'forward' },
      ],
      inputs: ['production', '^production', ...API_INPUTS, { externalDependencies: [] }],
      outputs: ['{workspaceRoot}/dist/deploys/*/api.json'],
      options: { step: 'helm-install', chart: 'deploy/charts/api', checks: 'release' },
      ...ENVIRONMENTS,
      metadata: expect.objectContaining({ technologies: ['helm', 'kubernetes'] }),
    });
  });

  it('infers deploy after helm-install, and status, rollback and undeploy after nothing', async () => {
    const { deploy, status, rollback, undeploy } = (await infer(WORKSPACE))['apps/api'] ?? {};
    expect(deploy).toMatchObject({ cache: false, dependsOn: [{ target: 'helm-install', params: 'forward' }] });
    for (const target of [status, rollback, undeploy]) {
      expect(target).toMatchObject({ cache: false, options: { chart: 'deploy/charts/api' }, ...ENVIRONMENTS });
      expect(target).not.toHaveProperty('dependsOn');
    }
  });

  it('makes a chart that is not deployed by default wait for its services’ images and to be named', async () => {
    const { deploy, 'helm-install': install } = (await infer(WORKSPACE))['deploy/charts/stack'] ?? {};
    expect(install).toMatchObject({
      options: { step: 'helm-install', chart: 'deploy/charts/stack', onlyWhenNamed: true },
      dependsOn: ['docker', { target: 'helm-lint', options: 'forward' }, { target: 'docker', projects: ['api'] }],
    });
    expect(deploy).toMatchObject({ options: { onlyWhenNamed: true } });
  });

  it.each([
    ['a Dockerfile without a project', { 'tools/x/Dockerfile': '' }],
    ['a chart without a project', { 'deploy/charts/ghost/Chart.yaml': 'name: ghost' }],
    ['a package.json that is no workspace package', { 'apps/package.json': '{}', 'apps/Dockerfile': '' }],
    ['a broken project.json', { 'apps/y/project.json': '{', 'apps/y/Dockerfile': '' }],
  ])('gives nothing for %s', async (_title, files) => {
    expect(await infer(files)).toEqual({});
  });

  it('keeps the targets of a project whose Chart.yaml is broken: the lint says what is wrong', async () => {
    const targets = await infer({ 'apps/api/project.json': '{"name":"api"}', 'deploy/charts/api/Chart.yaml': ': [' });
    expect(Object.keys(targets['apps/api'] ?? {})).toContain('helm-lint');
  });

  it('has no default environment where there is no local one, and no production input where nx.json has none', async () => {
    const { 'deploy/environments/local/environment.yaml': _local, ...files } = WORKSPACE;
    const { docker } = (await infer(files, {}, {}))['apps/api'] ?? {};
    expect(docker).not.toHaveProperty('defaultConfiguration');
    expect(docker?.inputs).toEqual(expect.arrayContaining(['default', '^default']));
  });

  it('tells docker the release name of the chart and where the environments lie', async () => {
    const files = {
      ...WORKSPACE,
      'deploy/charts/data/Chart.yaml': 'name: data\nannotations: { slipway.dev/release: store }',
    };
    const { docker } = (await infer({ ...files, 'envs/qa/environment.yaml': '' }, { environmentsDir: 'envs' }))['apps/data'] ?? {}; // prettier-ignore
    expect(docker?.options).toEqual({ release: 'store', environmentsDir: 'envs' });
  });

  it('gives targets the names that the workspace wants, in what they depend on as well', async () => {
    const targets = { deploy: 'ship', docker: 'image', 'helm-lint': 'check', build: 'compile' };
    const all = (await infer(WORKSPACE, { targets }))['apps/api'] ?? {};
    expect(Object.keys(all)).toEqual(['image', 'check', 'helm-install', 'ship', 'status', 'rollback', 'undeploy']);
    expect(all['image']).toMatchObject({ dependsOn: ['compile'], options: { buildTarget: 'compile' } });
    expect(all['helm-install']?.dependsOn).toEqual([
      'image',
      { target: 'check', options: 'forward' },
      { target: 'ship', projects: ['data'], params: 'forward' },
    ]);
    expect(all['ship']).toMatchObject({
      executor: '@slipway/nx:release',
      dependsOn: [{ target: 'helm-install', params: 'forward' }],
      metadata: { help: { command: 'npx nx run api:ship --help' } },
    });
  });

  it('refuses options that it does not know', async () => {
    await expect(infer(WORKSPACE, { chartDir: 'x' })).rejects.toThrow(/nx\.json: chartDir is unknown/);
  });

  it.each([
    [
      'beside a package without project.json',
      {
        'package.json': '{"workspaces":["packages/*"]}',
        'packages/shop/package.json': '{"name":"@acme/shop"}',
        'packages/shop/helm/Chart.yaml': 'name: shop',
      },
      'packages/shop',
      'packages/shop/helm',
    ],
    [
      'in a central folder, for a scoped package',
      {
        'package.json': '{"workspaces":["packages/*"]}',
        'packages/shop/package.json': '{"name":"@acme/shop"}',
        'charts/shop/Chart.yaml': 'name: shop',
      },
      'packages/shop',
      'charts/shop',
    ],
    [
      'beside an app of a TypeScript solution',
      {
        'package.json': '{"workspaces":["apps/*"]}',
        'apps/shop/package.json': '{"name":"@acme/shop","nx":{"name":"shop"}}',
        'apps/shop/chart/Chart.yaml': 'name: shop',
      },
      'apps/shop',
      'apps/shop/chart',
    ],
    [
      'beside a project of a pnpm workspace',
      {
        'pnpm-workspace.yaml': 'packages: ["services/**"]',
        'services/eu/shop/package.json': '{"name":"shop"}',
        'services/eu/shop/deploy/Chart.yaml': 'name: shop',
      },
      'services/eu/shop',
      'services/eu/shop/deploy',
    ],
    [
      'at the root of a standalone project',
      { 'project.json': '{"name":"shop"}', 'chart/Chart.yaml': 'name: shop' },
      '.',
      'chart',
    ],
  ])('finds a chart %s', async (_title, files, root, chart) => {
    const { deploy } = (await infer(files, { chartsDir: 'charts' }))[root] ?? {};
    expect(deploy?.options).toMatchObject({ chart });
  });

  it('says where the environments lie when they lie elsewhere', async () => {
    const files = { ...WORKSPACE, 'envs/qa/environment.yaml': '' };
    const { deploy } = (await infer(files, { environmentsDir: 'envs' }))['apps/api'] ?? {};
    expect(deploy).toMatchObject({
      options: { environmentsDir: 'envs' },
      configurations: { qa: { environment: 'qa' } },
    });
  });
});
