import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import { ProcessError } from '../process/process-error.ts';
import { runProcess } from '../process/run-process.ts';
import { withoutGitVariables } from './without-git-variables.ts';

/** Former states of a workspace. */
export interface GitHistory {
  /**
   * The newest tag that matches (`v*`) among the commits before the files as they are: where they are what a tag says, the
   * one before it, if any. Undefined where there is none, or no git.
   */
  lastTag(pattern: string): Promise<string | undefined>;
  /**
   * Writes the workspace as it was at a tag or commit, links as links, into an empty folder, and gives the absolute path
   * that the workspace has there. Nothing in the repository changes. Throws `RevisionUnknown`.
   */
  exportTree(revision: string, into: string, signal?: AbortSignal): Promise<string>;
}

/** History of the repository that holds a workspace, by the git program. */
export function createGitHistory(workspaceRoot: string, env: NodeJS.ProcessEnv = process.env): GitHistory {
  const own = withoutGitVariables(env);
  const git = async (args: string[], extra: NodeJS.ProcessEnv = {}, signal?: AbortSignal) => {
    const { stdout } = await runProcess('git', args, { cwd: workspaceRoot, env: { ...own, ...extra }, signal });
    return stdout.trim();
  };
  const ask = (...args: string[]) =>
    git(args).catch((error: unknown) => {
      if (error instanceof ProcessError) return undefined;
      throw error;
    });
  const describe = (pattern: string, at: string) => ask('describe', '--tags', '--abbrev=0', '--match', pattern, at);
  const isUnchangedSince = async (tag: string) =>
    (await ask('rev-parse', `${tag}^{commit}`)) === (await ask('rev-parse', 'HEAD')) &&
    (await ask('status', '--porcelain')) === '';
  return {
    async lastTag(pattern) {
      const last = await describe(pattern, 'HEAD');
      if (last === undefined || !(await isUnchangedSince(last))) return last;
      return (await describe(pattern, 'HEAD^')) ?? last;
    },
    async exportTree(revision, into, signal) {
      const prefix = await resolve(revision, git, signal);
      const folder = await mkdtemp(join(tmpdir(), 'slipway-index-'));
      try {
        const index = { GIT_INDEX_FILE: join(folder, 'index') };
        await git(['read-tree', revision], index, signal);
        await git(['checkout-index', '--all', `--prefix=${join(into, '/')}`], index, signal);
        return join(into, prefix);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

type Git = (args: string[], extra?: NodeJS.ProcessEnv, signal?: AbortSignal) => Promise<string>;

/** Path of the workspace within its repository; throws where the revision is none. */
async function resolve(revision: string, git: Git, signal: AbortSignal | undefined): Promise<string> {
  try {
    await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`], {}, signal);
    return await git(['rev-parse', '--show-prefix'], {}, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw new SlipwayError({
      code: 'RevisionUnknown',
      message: `read the workspace at ${revision}: git has no such tag or commit here.`,
      hint: 'A shallow clone lacks tags and former commits: fetch them with "git fetch --tags --unshallow".',
      cause,
    });
  }
}
