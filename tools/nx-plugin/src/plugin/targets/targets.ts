import type { TargetConfiguration } from '@nx/devkit';
import { deployTarget } from './deploy.ts';
import { dockerTarget } from './docker.ts';
import { helmInstallTarget } from './helm-install.ts';
import { helmLintTarget } from './helm-lint.ts';
import { rollbackTarget } from './rollback.ts';
import { statusTarget } from './status.ts';
import type { ChartTargetContext, TargetContext } from './target-context.ts';
import { undeployTarget } from './undeploy.ts';

/** Names that the plugin gives to targets. No project may use one for something else. */
export const INFERRED_TARGETS = [
  'docker',
  'helm-lint',
  'helm-install',
  'deploy',
  'status',
  'rollback',
  'undeploy',
] as const;

/** Targets of a project with a Dockerfile. */
export function imageTargets(context: TargetContext): Record<string, TargetConfiguration> {
  return { docker: dockerTarget(context) };
}

/** Targets of a project with a chart; a library chart can only be linted. */
export function chartTargets(context: ChartTargetContext): Record<string, TargetConfiguration> {
  const lint = { 'helm-lint': helmLintTarget(context) };
  if (context.chart.facts.isLibrary) return lint;
  return {
    ...lint,
    'helm-install': helmInstallTarget(context),
    deploy: deployTarget(context),
    status: statusTarget(context),
    rollback: rollbackTarget(context),
    undeploy: undeployTarget(context),
  };
}
