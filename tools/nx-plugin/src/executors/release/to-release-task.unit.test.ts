import type { ExecutorContext } from '@nx/devkit';
import { toReleaseTask } from './to-release-task.ts';

const project = (root: string, chart?: string) => ({
  root,
  targets: chart === undefined ? {} : { 'helm-lint': { executor: '@slipway/nx:helm-lint', options: { chart } } },
});

const context = {
  root: '/workspace',
  projectName: 'api',
  configurationName: 'dev',
  projectsConfigurations: {
    version: 2,
    projects: {
      api: project('apps/api', 'deploy/charts/api'),
      data: project('apps/data', 'deploy/charts/data'),
      logging: project('libs/logging'),
    },
  },
} as unknown as ExecutorContext;

describe('toReleaseTask', () => {
  it('knows every chart of the workspace and takes the configuration as the environment', () => {
    expect(toReleaseTask({}, context)).toEqual({
      workspaceRoot: '/workspace',
      project: 'api',
      environment: 'dev',
      projects: [
        { project: 'api', chartDir: 'deploy/charts/api' },
        { project: 'data', chartDir: 'deploy/charts/data' },
      ],
      knownProjects: ['api', 'data', 'logging'],
    });
  });

  it('lets options win, and falls back to local', () => {
    const options = { chart: 'elsewhere', environment: 'qa', registry: 'r', context: 'c', patience: '1.5m' };
    expect(toReleaseTask(options, context)).toMatchObject({
      environment: 'qa',
      registry: 'r',
      context: 'c',
      patienceMs: 90_000,
      projects: [
        { project: 'data', chartDir: 'deploy/charts/data' },
        { project: 'api', chartDir: 'elsewhere' },
      ],
    });
    expect(toReleaseTask({}, { ...context, configurationName: undefined } as never).environment).toBe('local');
  });

  it.each(['', '10', 'soon', '-1s'])('refuses the patience %j', (patience) => {
    expect(() => toReleaseTask({ patience }, context)).toThrow('is no duration such as 30s or 2m');
  });
});
