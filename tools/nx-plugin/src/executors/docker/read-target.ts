import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '@slipway/contracts';
import { createFilesClient } from '@slipway/clients/src/files/files-client.ts';
import { readEnvironment } from '@slipway/engine';
import type { DockerRequest } from './to-request.ts';

/**
 * The environment that the image is for; undefined when none was named, or `local` by default in a
 * workspace that has no environments. Throws `UnknownEnvironment` and `EnvironmentInvalid`.
 */
export async function readTarget(request: DockerRequest, env: NodeJS.ProcessEnv): Promise<Environment | undefined> {
  const { workspaceRoot, environment, environmentsDir, registry } = request;
  if (!environment || !existsSync(join(workspaceRoot, environmentsDir))) return undefined;
  const options = { workspaceRoot, environmentsDir, name: environment, env, ...(registry ? { registry } : {}) };
  return readEnvironment(options, createFilesClient());
}
