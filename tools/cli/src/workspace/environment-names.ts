import { ExitCodes, SlipwayError } from '@slipway/contracts';
import type { CommandContext } from '../command-context.ts';
import { findWorkspaceRoot } from './find-workspace-root.ts';
import { readPluginOptions } from './read-plugin-options.ts';

/** Names of all environments of the workspace, sorted. Throws when there is none. */
export async function environmentNames({ cwd, deps }: Pick<CommandContext, 'cwd' | 'deps'>): Promise<string[]> {
  const workspaceRoot = findWorkspaceRoot(cwd);
  const { environmentsDir } = readPluginOptions(workspaceRoot);
  const { createFilesClient } = await import('@slipway/clients');
  const where = { workspaceRoot, ...(environmentsDir === undefined ? {} : { environmentsDir }) };
  const names = await (await deps.engine()).listEnvironments(where, createFilesClient());
  if (names.length > 0) return names;
  throw new SlipwayError({
    code: 'UnknownEnvironment',
    message: 'read the environments: there is none.',
    hint: `Create ${environmentsDir ?? 'deploy/environments'}/<name>/environment.yaml.`,
    exitCode: ExitCodes.usage,
  });
}
