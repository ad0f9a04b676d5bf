import { posix } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import { DEFAULT_CATALOG_OPTIONS } from '@slipway/catalog';
import type { ChartTargetContext } from './target-context.ts';
import { chartDirsOf, releaseInputs, testChartDirOf } from './target-context.ts';

/**
 * Commits of the last release tags, one of which the check `upgrade` compares with. A new, moved or fetched tag makes
 * the lint run anew, and a new commit does not: so the check can stay within the cached target. Nothing where there is
 * no tag or no git.
 */
const LAST_RELEASE = {
  runtime: "git rev-parse $(git describe --tags --abbrev=0 --match 'v*' HEAD HEAD^ 2>/dev/null) 2>/dev/null || true",
};

/** `helm-lint`: render one chart in every way and run every check over it. Cached by what it reads. */
export function helmLintTarget(context: ChartTargetContext): TargetConfiguration {
  const { chart, options, project, lintInputs, names } = context;
  const testChart = testChartDirOf(chart);
  return {
    executor: '@slipway/nx:helm-lint',
    cache: true,
    inputs: [
      ...releaseInputs(context),
      ...nestedValues(context),
      ...(testChart === undefined ? [] : [`{workspaceRoot}/${testChart}/**/*`]),
      // The policy, and what stands beside it: declared flows, sets of policies.
      '{workspaceRoot}/deploy/*.yaml',
      '{workspaceRoot}/deploy/policies/**/*',
      ...lintInputs,
      LAST_RELEASE,
      { env: 'SLIPWAY_STRICT_CHECKERS' },
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
      help: { command: `npx nx run ${project.name}:${names['helm-lint']} --help`, example: {} },
    },
  };
}

/** Values of the services within an umbrella: the check `reachability` renders each of them by itself. */
function nestedValues({ chart, catalog, options }: ChartTargetContext): string[] {
  const within = chartDirsOf(chart, catalog).filter((dir) => dir !== chart.dir);
  return catalog.charts
    .filter(({ dir, facts }) => !facts.isLibrary && within.includes(dir))
    .map(({ dir, facts }) => `{workspaceRoot}/${options.environmentsDir}/*/${facts.name ?? posix.basename(dir)}.yaml`);
}
