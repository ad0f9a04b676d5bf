import type { ExecutorContext } from '@nx/devkit';
import { connect, createProgressPrinter, toErrorText, toSafeStream } from '@slipway/cli';
import { createFilesClient } from '@slipway/clients';
import type { Clients } from '@slipway/contracts';
import type { DeployOptions, ReleaseRequest } from '@slipway/engine';
import { readEnvironment } from '@slipway/engine';
import { unmetConfiguration } from '../../plugin/selection.ts';
import type { TaskSurroundings } from '../task-surroundings.ts';
import type { ReleaseSchema } from './release-schema.d.ts';
import { toApproval } from './to-approval.ts';
import { toReleaseTask } from './to-release-task.ts';

/** What a task works with. */
export interface ReleaseRun {
  request: ReleaseRequest;
  clients: Clients;
  options: DeployOptions;
  /** One line for people. */
  print: (line: string) => void;
}

/**
 * Reads environment and project graph, connects, runs `work` and prints what went wrong, if anything.
 * Never throws. Everything goes to one stream: Nx shows a task's output as one block.
 */
export async function runReleaseTask(
  schema: ReleaseSchema,
  context: ExecutorContext,
  work: (run: ReleaseRun) => Promise<boolean>,
  { signal, write }: TaskSurroundings,
): Promise<{ success: boolean }> {
  const stdout = toSafeStream({ write }, process.env['GITHUB_ACTIONS'] === 'true');
  const progress = createProgressPrinter({ stream: stdout, isLive: false });
  try {
    const task = toReleaseTask(schema, context);
    const { workspaceRoot, environmentsDir } = task;
    const environment = await readEnvironment(
      {
        workspaceRoot,
        name: unmetConfiguration(context.configurationName) ?? task.environment,
        env: process.env,
        ...(environmentsDir === undefined ? {} : { environmentsDir }),
        ...(task.context === undefined ? {} : { context: task.context }),
        ...(task.registry === undefined ? {} : { registry: task.registry }),
      },
      createFilesClient(),
    );
    const clients = await connect({
      workspaceRoot,
      environment,
      env: process.env,
      signal,
      onProgress: progress.onProgress,
    });
    const success = await work({
      request: {
        workspaceRoot,
        environment,
        projects: task.projects,
        knownProjects: task.knownProjects,
        select: [task.project],
        ...(environmentsDir === undefined ? {} : { environmentsDir }),
      },
      clients,
      options: {
        signal,
        approval: toApproval(schema, process.env),
        ...(task.patienceMs === undefined ? {} : { patienceMs: task.patienceMs }),
      },
      print: progress.line,
    });
    return { success };
  } catch (error) {
    stdout.write(toErrorText(signal.aborted ? signal.reason : error));
    return { success: false };
  } finally {
    progress.end();
  }
}
