import type { ExecutorContext } from '@nx/devkit';
import { ownProcess } from '../task-surroundings.ts';
import { useCompileCache } from '../use-compile-cache.ts';
import type { UndeploySchema } from './schema.d.ts';

/** Removes one release. */
export default async function undeployExecutor(
  options: UndeploySchema,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  useCompileCache(context.root);
  const { undeploy, runReleaseTask } = await import('./run-time.ts'); // never loaded by the project graph
  return runReleaseTask(options, context, undeploy, ownProcess());
}
