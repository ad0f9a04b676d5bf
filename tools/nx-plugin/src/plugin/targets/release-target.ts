import type { TargetConfiguration } from '@nx/devkit';
import { DEFAULT_CATALOG_OPTIONS } from '@slipway/catalog';
import { environmentConfigurations } from './environments.ts';
import type { InferredTarget } from '../target-names.ts';
import type { ChartTargetContext } from './target-context.ts';
import { releaseInputs } from './target-context.ts';

/** Targets that share an executor, so that Nx can run them in one process. */
const STEPS: ReadonlySet<InferredTarget> = new Set(['helm-install', 'deploy']);

/** What every target on a release has in common. Never cached: the cluster is the truth. */
export function releaseTarget(
  executor: InferredTarget,
  description: string,
  context: ChartTargetContext,
): TargetConfiguration {
  const { chart, options, project, names } = context;
  return {
    executor: `@slipway/nx:${STEPS.has(executor) ? 'release' : executor}`,
    cache: false,
    inputs: [...releaseInputs(context), { externalDependencies: [] }],
    options: {
      ...(STEPS.has(executor) ? { step: executor } : {}),
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
