import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReleaseHistory } from '@slipway/contracts';
import { ProcessError } from '../process/process-error.ts';
import { runProcess } from '../process/run-process.ts';
import { createGitHistory } from './git-history.ts';

/** Former states of the repository that holds a workspace, each in a temporary folder of its own while it is looked at. */
export function createReleaseHistory(workspaceRoot: string, env: NodeJS.ProcessEnv = process.env): ReleaseHistory {
  const history = createGitHistory(workspaceRoot, env);
  return {
    lastTag: (pattern) => history.lastTag(pattern),
    async withTree(revision, work, signal) {
      const folder = await mkdtemp(join(tmpdir(), 'slipway-base-'));
      try {
        return await work(await history.exportTree(revision, folder, signal));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/** Whether a clone lacks former commits, and with them maybe tags. False outside git. */
export async function isShallowClone(workspaceRoot: string, env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  try {
    const { stdout } = await runProcess('git', ['rev-parse', '--is-shallow-repository'], { cwd: workspaceRoot, env });
    return stdout.trim() === 'true';
  } catch (error) {
    if (error instanceof ProcessError) return false;
    throw error;
  }
}
