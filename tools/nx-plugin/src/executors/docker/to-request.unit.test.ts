import { toRepository, toRequest } from './to-request.ts';

const context = {
  workspaceRoot: '/w',
  project: 'backend-api',
  projectRoot: 'apps/backend-api',
  hostPlatform: 'linux/amd64',
  env: {},
};

describe('toRequest', () => {
  it('fills in every default', () => {
    expect(toRequest({}, context)).toEqual({
      workspaceRoot: '/w',
      project: 'backend-api',
      environment: undefined,
      environmentsDir: 'deploy/environments',
      registry: undefined,
      push: 'auto',
      engine: undefined,
      base: undefined,
      baseDir: '/w/deploy/images/node',
      nodeModules: '/w/node_modules',
      release: 'backend-api',
      repository: 'slipway/backend-api',
      platform: 'linux/amd64',
      dockerfile: '/w/apps/backend-api/Dockerfile',
      buildArgs: {},
      sources: [{ from: '/w/dist/apps/backend-api/main.js', to: 'app/main.js' }],
      contextDir: '/w/dist/docker/backend-api',
      layoutDir: '/w/dist/images/backend-api',
      refFile: '/w/dist/images/backend-api.json',
    });
  });

  it.each([
    ['its option outputPath', { options: { outputPath: 'out/api' } }, '/w/out/api/main.js'],
    ['its first output', { outputs: ['{projectRoot}/dist'] }, '/w/apps/backend-api/dist/main.js'],
    [
      'an output below the workspace',
      { outputs: ['{workspaceRoot}/dist/{projectName}'] },
      '/w/dist/backend-api/main.js',
    ],
    ['nothing that can be read', { outputs: ['{options.outputPath}'] }, '/w/dist/apps/backend-api/main.js'],
  ])('takes the bundle from where the build target says by %s', (_title, build, from) => {
    expect(toRequest({}, { ...context, build }).sources).toEqual([{ from, to: 'app/main.js' }]);
  });

  it('takes the environment from the configuration unless the option names one', () => {
    expect(toRequest({}, { ...context, configuration: 'dev' }).environment).toBe('dev');
    expect(toRequest({ environment: 'prod' }, { ...context, configuration: 'dev' }).environment).toBe('prod');
  });

  it('takes the engine from SLIPWAY_IMAGE_ENGINE unless the option names one', () => {
    const env = { SLIPWAY_IMAGE_ENGINE: 'podman' };
    expect(toRequest({ engine: 'auto' }, { ...context, env }).engine).toBe('podman');
    expect(toRequest({ engine: 'docker' }, { ...context, env }).engine).toBe('docker');
    expect(toRequest({}, { ...context, env: { SLIPWAY_IMAGE_ENGINE: 'auto' } }).engine).toBeUndefined();
  });

  it('refuses an engine that nobody knows', () => {
    expect(() => toRequest({}, { ...context, env: { SLIPWAY_IMAGE_ENGINE: 'kaniko' } })).toThrow(
      expect.objectContaining({ code: 'ImageEngineUnknown', exitCode: 64 }),
    );
  });

  it('puts the files of the option under app/', () => {
    expect(toRequest({ bundle: 'out', files: ['main.js', 'assets'] }, context).sources).toEqual([
      { from: '/w/out/main.js', to: 'app/main.js' },
      { from: '/w/out/assets', to: 'app/assets' },
    ]);
  });

  it('keeps scoped projects apart in folders', () => {
    expect(toRequest({ release: 'Shop' }, context).release).toBe('shop');
    const { layoutDir, refFile } = toRequest({}, { ...context, project: '@acme/api' });
    expect([layoutDir, refFile]).toEqual(['/w/dist/images/@acme/api', '/w/dist/images/@acme/api.json']);
  });
});

describe('toRepository', () => {
  it.each([
    ['backend-api', 'slipway/backend-api'],
    ['@Acme/Order Service', 'slipway/acme/order-service'],
    ['__x..y--', 'slipway/x-y'],
  ])('makes of %s: %s', (project, expected) => {
    expect(toRepository(project)).toBe(expected);
  });
});
