import type { TargetConfiguration } from '@nx/devkit';
import { releaseTarget } from './release-target.ts';
import type { ChartTargetContext } from './target-context.ts';

/** `status`: what runs, and why if it does not. */
export function statusTarget(context: ChartTargetContext): TargetConfiguration {
  return releaseTarget('status', 'Shows what runs of the release, and why if it does not.', context);
}
