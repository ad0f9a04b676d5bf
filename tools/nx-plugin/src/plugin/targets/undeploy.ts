import type { TargetConfiguration } from '@nx/devkit';
import { releaseTarget } from './release-target.ts';
import type { ChartTargetContext } from './target-context.ts';

/** `undeploy`: remove the release. */
export function undeployTarget(context: ChartTargetContext): TargetConfiguration {
  return releaseTarget('undeploy', 'Removes the release from the cluster.', context);
}
