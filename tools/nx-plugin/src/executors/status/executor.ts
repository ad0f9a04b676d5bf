import type { ExecutorContext } from '@nx/devkit';
import { ownProcess } from '../task-surroundings.ts';
import { useCompileCache } from '../use-compile-cache.ts';
import type { StatusSchema } from './schema.d.ts';

/** Shows what runs of one release. */
export default async function statusExecutor(
  options: StatusSchema,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  useCompileCache(context.root);
  const { status, runReleaseTask } = await import('./run-time.ts'); // never loaded by the project graph
  return runReleaseTask(options, context, status, ownProcess());
}
