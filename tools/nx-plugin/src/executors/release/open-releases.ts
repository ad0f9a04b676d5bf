import type { ExecutorContext } from '@nx/devkit';
import { connect } from '@slipway/cli';
import { createFilesClient } from '@slipway/clients';
import type { Clients, OnProgress } from '@slipway/contracts';
import type { DeployOptions, ReleaseRequest } from '@slipway/engine';
import { readEnvironment } from '@slipway/engine';
import { unmetConfiguration } from '../../plugin/selection.ts';
import type { ReleaseSchema } from './release-schema.d.ts';
import { toApproval } from './to-approval.ts';
import { toReleaseTask } from './to-release-task.ts';

/** What the engine's operations are given. */
export interface OpenReleases {
  request: ReleaseRequest;
  clients: Clients;
  options: DeployOptions;
}

/** Reads options, environment and project graph of a task, and connects. Throws what the engine and the cluster say. */
export async function openReleases(
  schema: ReleaseSchema,
  context: ExecutorContext,
  { signal, onProgress }: { signal: AbortSignal; onProgress: OnProgress },
): Promise<OpenReleases> {
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
  return {
    request: {
      workspaceRoot,
      environment,
      projects: task.projects,
      knownProjects: task.knownProjects,
      select: [task.project],
      ...(environmentsDir === undefined ? {} : { environmentsDir }),
    },
    clients: await connect({ workspaceRoot, environment, env: process.env, signal, onProgress }),
    options: {
      signal,
      approval: toApproval(schema, process.env),
      ...(task.patienceMs === undefined ? {} : { patienceMs: task.patienceMs }),
    },
  };
}
