import type { TargetConfiguration } from '@nx/devkit';
import { DEFAULT_CATALOG_OPTIONS } from '@slipway/catalog';
import { environmentConfigurations } from './environments.ts';
import type { InferredTarget } from '../target-names.ts';
import type { ChartTargetContext } from './target-context.ts';
import { releaseInputs } from './target-context.ts';

/** What every target on a release has in common. Never cached: the cluster is the truth. */
export function releaseTarget(
  executor: InferredTarget,
  description: string,
  context: ChartTargetContext,
): TargetConfiguration {
  const { chart, options, project, names } = context;
  return {
    executor: `@slipway/nx:${executor}`,
    cache: false,
    inputs: [...releaseInputs(context), { externalDependencies: [] }],
    options: {
      chart: chart.dir,
      ...(options.environmentsDir === DEFAULT_CATALOG_OPTIONS.environmentsDir
        ? {}
        : { environmentsDir: options.environmentsDir }),
    },
    ...environmentConfigurations(context),
    metadata: {
      technologies: ['helm', 'kubernetes'],
      description,
      help: {
        command: `npx nx run ${project.name}:${names[executor]} --help`,
        example: { options: { patience: '30s' } },
      },
    },
  };
}
