import type { ExecutorContext } from '@nx/devkit';
import { isRequested } from '../../plugin/selection.ts';
import type { TaskSurroundings } from '../task-surroundings.ts';
import { ownProcess } from '../task-surroundings.ts';
import { useCompileCache } from '../use-compile-cache.ts';
import type { DeploySchema } from './schema.d.ts';

/** Verifies what `helm-install` did. */
export default async function deployExecutor(
  options: DeploySchema,
  context: ExecutorContext,
  surroundings: TaskSurroundings = ownProcess(),
): Promise<{ success: boolean }> {
  const project = context.projectName ?? '';
  if (options.onlyWhenNamed && !isRequested(project)) {
    surroundings.write(`${project} is left out: "nx deploy ${project}" deploys it.\n`);
    return { success: true };
  }
  useCompileCache(context.root);
  if (await isSettled(options, context, surroundings)) return { success: true };
  const { deploy, runReleaseTask } = await import('./run-time.ts'); // never loaded by the project graph
  return runReleaseTask(options, context, deploy, surroundings);
}

/** Tells of a release that had nothing to do, and says so; the engine is not even loaded for it. */
async function isSettled(
  options: DeploySchema,
  context: ExecutorContext,
  { write }: TaskSurroundings,
): Promise<boolean> {
  const { readSettled, toVerdictsText } = await import('./settled.ts');
  const environment = options.environment ?? context.configurationName;
  if (environment === undefined) return false;
  const verdict = await readSettled({ workspaceRoot: context.root, environment, project: context.projectName ?? '' });
  if (verdict) write(toVerdictsText([verdict]));
  return verdict !== undefined;
}
