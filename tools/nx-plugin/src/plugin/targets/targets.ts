import type { TargetConfiguration } from '@nx/devkit';
import { deployTarget } from './deploy.ts';
import { dockerTarget } from './docker.ts';
import { helmInstallTarget } from './helm-install.ts';
import { helmLintTarget } from './helm-lint.ts';
import { rollbackTarget } from './rollback.ts';
import { statusTarget } from './status.ts';
import type { ChartTargetContext, TargetContext } from './target-context.ts';
import { undeployTarget } from './undeploy.ts';

/** Targets of a project with a Dockerfile. */
export function imageTargets(context: TargetContext): Record<string, TargetConfiguration> {
  return { [context.names.docker]: dockerTarget(context) };
}

/** Targets of a project with a chart; a library chart can only be linted. */
export function chartTargets(context: ChartTargetContext): Record<string, TargetConfiguration> {
  const { names, chart } = context;
  const lint = { [names['helm-lint']]: helmLintTarget(context) };
  if (chart.facts.isLibrary) return lint;
  return {
    ...lint,
    [names['helm-install']]: helmInstallTarget(context),
    [names.deploy]: deployTarget(context),
    [names.status]: statusTarget(context),
    [names.rollback]: rollbackTarget(context),
    [names.undeploy]: undeployTarget(context),
  };
}
