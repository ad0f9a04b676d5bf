import type { TargetConfiguration } from '@nx/devkit';
import { releaseTarget } from './release-target.ts';
import type { ChartTargetContext } from './target-context.ts';

/** `deploy`: verify what `helm-install` did, record it, go back if it is not good. */
export function deployTarget(context: ChartTargetContext): TargetConfiguration {
  const { chart, sourceInput, names } = context;
  const target = releaseTarget(
    'deploy',
    'Installs the release, runs its tests, records it; goes back if they fail.',
    context,
  );
  return {
    ...target,
    dependsOn: [{ target: names['helm-install'], params: 'forward' }],
    inputs: [sourceInput, `^${sourceInput}`, ...(target.inputs ?? [])],
    options: { ...target.options, ...(chart.facts.isDefault ? {} : { onlyWhenNamed: true }) },
  };
}
