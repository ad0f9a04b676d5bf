import type { ExecutorContext } from '@nx/devkit';
import { isRequested } from '../../plugin/selection.ts';
import { useCompileCache } from '../use-compile-cache.ts';
import type { DeploySchema } from './schema.d.ts';

/** Verifies what `helm-install` did. */
export default async function deployExecutor(
  options: DeploySchema,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const project = context.projectName ?? '';
  if (options.onlyWhenNamed && !isRequested(project)) {
    process.stdout.write(`${project} is left out: "nx deploy ${project}" deploys it.\n`);
    return { success: true };
  }
  useCompileCache(context.root);
  const { deploy, runReleaseTask } = await import('./run-time.ts'); // never loaded by the project graph
  return runReleaseTask(options, context, deploy);
}
