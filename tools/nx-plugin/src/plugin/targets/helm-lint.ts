import type { TargetConfiguration } from '@nx/devkit';
import { DEFAULT_CATALOG_OPTIONS } from '@slipway/catalog';
import type { ChartTargetContext } from './target-context.ts';
import { releaseInputs, testChartDirOf } from './target-context.ts';

/** `helm-lint`: render one chart in every way and run every check over it. Cached by what it reads. */
export function helmLintTarget(context: ChartTargetContext): TargetConfiguration {
  const { chart, options, project, lintInputs } = context;
  const testChart = testChartDirOf(chart);
  return {
    executor: '@slipway/nx:helm-lint',
    cache: true,
    inputs: [
      ...releaseInputs(context),
      ...(testChart === undefined ? [] : [`{workspaceRoot}/${testChart}/**/*`]),
      // The policy, and what stands beside it: declared flows, sets of policies.
      '{workspaceRoot}/deploy/*.yaml',
      '{workspaceRoot}/deploy/policies/**/*',
      ...lintInputs,
      { env: 'SLIPWAY_STRICT_CHECKERS' },
      { env: 'SLIPWAY_PRESENT_CHECKERS' },
      { externalDependencies: [] },
    ],
    outputs: ['json', 'sarif'].map(
      (ending) => `{workspaceRoot}/dist/lint/${project.name.replaceAll('/', '__')}.${ending}`,
    ),
    options: {
      chart: chart.dir,
      ...(options.environmentsDir === DEFAULT_CATALOG_OPTIONS.environmentsDir
        ? {}
        : { environmentsDir: options.environmentsDir }),
    },
    metadata: {
      technologies: ['helm'],
      description: 'Renders the chart in every way and runs every check over what comes out.',
      help: { command: `npx nx helm-lint ${project.name} --help`, example: {} },
    },
  };
}
