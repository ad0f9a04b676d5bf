import type { TargetConfiguration } from '@nx/devkit';
import { releaseTarget } from './release-target.ts';
import type { ChartTargetContext } from './target-context.ts';

/** `rollback`: back to what served before. */
export function rollbackTarget(context: ChartTargetContext): TargetConfiguration {
  return releaseTarget('rollback', 'Takes the release back to the revision that served before.', context);
}
