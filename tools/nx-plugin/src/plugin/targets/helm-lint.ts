import type { TargetConfiguration } from '@nx/devkit';
import { DEFAULT_CATALOG_OPTIONS } from '@slipway/catalog';
import type { ChartTargetContext } from './target-context.ts';
import { releaseInputs, testChartDirOf } from './target-context.ts';

/** `helm-lint`: lint, render and validate one chart for every environment. Cached by what it reads. */
export function helmLintTarget(context: ChartTargetContext): TargetConfiguration {
  const { chart, options, project, lintInputs } = context;
  const testChart = testChartDirOf(chart);
  return {
    executor: '@slipway/nx:helm-lint',
    cache: true,
    inputs: [
      ...releaseInputs(context),
      ...(testChart === undefined ? [] : [`{workspaceRoot}/${testChart}/**/*`]),
      ...lintInputs,
      { externalDependencies: [] },
    ],
    outputs: [],
    options: {
      chart: chart.dir,
      ...(options.environmentsDir === DEFAULT_CATALOG_OPTIONS.environmentsDir
        ? {}
        : { environmentsDir: options.environmentsDir }),
    },
    metadata: {
      technologies: ['helm'],
      description: 'Lints the chart, renders it for every environment and validates what it renders.',
      help: { command: `npx nx helm-lint ${project.name} --help`, example: {} },
    },
  };
}
