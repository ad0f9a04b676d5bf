import type { ExecutorContext } from '@nx/devkit';
import type { TaskSurroundings } from '../task-surroundings.ts';
import { ownProcess } from '../task-surroundings.ts';
import deploy from '../deploy/executor.ts';
import helmInstall from '../helm-install/executor.ts';
import type { StepSchema } from './schema.d.ts';

/**
 * Both steps of a deploy by one name, because Nx puts only tasks of one executor into one process, and `deploy` comes
 * right after `helm-install`.
 */
export default async function release(
  { step, ...options }: StepSchema,
  context: ExecutorContext,
  surroundings: TaskSurroundings = ownProcess(),
): Promise<{ success: boolean }> {
  return step === 'deploy' ? deploy(options, context, surroundings) : helmInstall(options, context, surroundings);
}
