import type { ExecutorContext } from '@nx/devkit';
import { ownProcess } from '../task-surroundings.ts';
import { useCompileCache } from '../use-compile-cache.ts';
import type { RollbackSchema } from './schema.d.ts';

/** Takes one release back. */
export default async function rollbackExecutor(
  options: RollbackSchema,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  useCompileCache(context.root);
  const { rollback, runReleaseTask } = await import('./run-time.ts'); // never loaded by the project graph
  return runReleaseTask(options, context, rollback, ownProcess());
}
