import type { ExecutorContext } from '@nx/devkit';
import { isRequested } from '../../plugin/selection.ts';
import type { TaskSurroundings } from '../task-surroundings.ts';
import { ownProcess } from '../task-surroundings.ts';
import { useCompileCache } from '../use-compile-cache.ts';
import type { HelmInstallSchema } from './schema.d.ts';

/** Installs or upgrades one release and waits for it; leaves its tests to `deploy`. */
export default async function helmInstallExecutor(
  options: HelmInstallSchema,
  context: ExecutorContext,
  surroundings: TaskSurroundings = ownProcess(),
): Promise<{ success: boolean }> {
  const project = context.projectName ?? '';
  if (options.onlyWhenNamed && !isRequested(project)) {
    surroundings.write(`${project} is left out: its chart says slipway.dev/default: "false".\n`);
    return { success: true };
  }
  useCompileCache(context.root);
  const { helmInstall, runReleaseTask } = await import('./run-time.ts'); // never loaded by the project graph
  return runReleaseTask(options, context, helmInstall, surroundings);
}
