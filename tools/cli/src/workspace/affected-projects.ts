import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import { ProcessError, runProcess } from '@slipway/clients';
import { withoutNxVariables } from './without-nx-variables.ts';

/** Asks Nx which projects a change touches. Fails loudly: an unknown answer must not read as "none". */
export async function affectedProjects(options: {
  workspaceRoot: string;
  base?: string;
  signal?: AbortSignal;
}): Promise<string[]> {
  const { workspaceRoot, base, signal } = options;
  const nx = join(workspaceRoot, 'node_modules', '.bin', 'nx');
  if (!existsSync(nx)) throw notKnown(`${nx} is not there`, 'Run "npm ci", or name the projects with --projects.');
  const args = ['show', 'projects', '--affected', '--json', ...(base === undefined ? [] : [`--base=${base}`])];
  try {
    const env = withoutNxVariables(process.env);
    const { stdout } = await runProcess(nx, args, { cwd: workspaceRoot, env, signal });
    return JSON.parse(stdout.slice(stdout.indexOf('['))) as string[];
  } catch (error) {
    signal?.throwIfAborted();
    const reason = error instanceof ProcessError ? (error.stderr || error.stdout).trim().split('\n').slice(-3) : [];
    throw notKnown(
      reason.join(' ') || String(error),
      'Check --base (a commit or branch), or name the projects with --projects.',
    );
  }
}

function notKnown(reason: string, hint: string): SlipwayError {
  return new SlipwayError({ code: 'AffectedUnknown', message: `ask Nx what is affected: ${reason}.`, hint });
}
