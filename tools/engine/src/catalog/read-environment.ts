import { join } from 'node:path';
import type { Environment, FilesClient } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import { nearestName } from './nearest-name.ts';
import { toEnvironment } from './to-environment.ts';

/** Which environment, and what overrides its file. */
export interface ReadEnvironmentOptions {
  /** Absolute. */
  workspaceRoot: string;
  /** Folder name. */
  name: string;
  /** `--context`; before SLIPWAY_CONTEXT, before the file. */
  context?: string;
  /** `--registry`; before SLIPWAY_REGISTRY, before the file. */
  registry?: string;
  /** Folder of the environments, relative to the workspace root; default `deploy/environments`. */
  environmentsDir?: string;
  /** Environment variables to look at; default none. */
  env?: Record<string, string | undefined>;
}

export const DEFAULT_ENVIRONMENTS_DIR = 'deploy/environments';

/**
 * Reads and checks `environment.yaml`. Throws `UnknownEnvironment` (exit 64) with the known names,
 * `EnvironmentInvalid` (exit 64) with every fault of the file.
 */
export async function readEnvironment(options: ReadEnvironmentOptions, files: FilesClient): Promise<Environment> {
  const { workspaceRoot, name, env = {} } = options;
  const dir = join(workspaceRoot, options.environmentsDir ?? DEFAULT_ENVIRONMENTS_DIR);
  const isName = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name);
  const path = join(dir, name, 'environment.yaml');
  const text = isName ? await files.readText(path) : undefined;
  if (text === undefined) throw unknownEnvironment(name, await listEnvironments(options, files), dir);
  const environment = await toEnvironment(name, text, path);
  const context = options.context ?? env.SLIPWAY_CONTEXT;
  const registry = options.registry ?? env.SLIPWAY_REGISTRY;
  return {
    ...environment,
    ...(context ? { context, cluster: { provider: 'context' as const } } : {}),
    ...(registry ? { registry: registry.replace(/\/+$/, '') } : {}),
  };
}

/** Names of all environments of a workspace, sorted. */
export async function listEnvironments(
  options: Pick<ReadEnvironmentOptions, 'workspaceRoot' | 'environmentsDir'>,
  files: FilesClient,
): Promise<string[]> {
  const dir = join(options.workspaceRoot, options.environmentsDir ?? DEFAULT_ENVIRONMENTS_DIR);
  const names = await files.list(dir);
  const known = await Promise.all(names.map((name) => files.exists(join(dir, name, 'environment.yaml'))));
  return names.filter((_, index) => known[index]);
}

function unknownEnvironment(name: string, known: string[], dir: string): SlipwayError {
  const nearest = nearestName(name, known);
  return new SlipwayError({
    code: 'UnknownEnvironment',
    message: `read environment "${name}": there is no such environment.`,
    hint: known.length
      ? `${nearest ? `Did you mean "${nearest}"? ` : ''}Known environments: ${known.join(', ')}.`
      : `Create ${join(dir, name, 'environment.yaml')}.`,
    exitCode: ExitCodes.usage,
    details: { environment: name, known },
  });
}
