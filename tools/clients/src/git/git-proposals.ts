import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import type { GitChange, GitProposals } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import { ProcessError } from '../process/process-error.ts';
import { runProcess } from '../process/run-process.ts';
import { withoutGitVariables } from './without-git-variables.ts';

interface GitOptions {
  env?: NodeJS.ProcessEnv;
  input?: string;
  signal?: AbortSignal | undefined;
}

/** Changes as commits on branches of their own, in the repository that holds a workspace, by git's plumbing. */
export function createGitProposals(workspaceRoot: string, env: NodeJS.ProcessEnv = process.env): GitProposals {
  const own = withoutGitVariables(env);
  const git = async (args: readonly string[], { env: extra, input, signal }: GitOptions = {}) => {
    const { stdout } = await runProcess('git', args, { cwd: workspaceRoot, env: { ...own, ...extra }, input, signal });
    return stdout;
  };
  /** Undefined instead of an error where git says no. */
  const ask = async (args: readonly string[], options: GitOptions = {}) => {
    try {
      return (await git(args, options)).trim();
    } catch (error) {
      if (error instanceof ProcessError && !options.signal?.aborted) return undefined;
      throw error;
    }
  };

  const proposals: GitProposals = {
    async check(branch, paths, signal) {
      const options = { signal };
      if ((await ask(['rev-parse', '--is-inside-work-tree'], options)) !== 'true') {
        throw refuse('GitMissing', 'the workspace is in no git repository, or there is no git.', 'Promote without --branch and --pr: the lock file is then written as it is.'); // prettier-ignore
      }
      if (!(await ask(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], options))) {
        throw refuse('GitMissing', 'the repository has no commit yet.', 'Commit first.');
      }
      if (!(await ask(['symbolic-ref', '--quiet', 'HEAD'], options))) {
        throw refuse('HeadDetached', 'no branch is checked out, so it is not known what the change is for.', 'Check out the branch that it is for, for example "git switch main".'); // prettier-ignore
      }
      if ((await ask(['check-ref-format', '--branch', branch], options)) === undefined) {
        throw refuse('BranchNameInvalid', `"${branch}" is no name for a branch.`, 'Choose another name.', ExitCodes.usage); // prettier-ignore
      }
      if (await ask(['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`], options)) {
        throw refuse('BranchExists', `branch ${branch} is there already.`, `Choose another name, or take the old one away with "git branch -D ${branch}".`); // prettier-ignore
      }
      if ((await ask(['var', 'GIT_AUTHOR_IDENT'], options)) === undefined) {
        throw refuse('AuthorUnknown', 'git does not know who you are.', 'Run "git config user.name NAME" and "git config user.email ADDRESS".'); // prettier-ignore
      }
      const changed = (await git(['status', '--porcelain', '--untracked-files=all', '--', ...paths], options)).trim();
      if (changed === '') return;
      const files = changed.split('\n').map((line) => line.slice(2).trim()).join(', '); // prettier-ignore
      throw refuse('FileNotCommitted', `${files} is not as the last commit says.`, 'Commit or take back the change first, so that the branch holds this promotion alone.'); // prettier-ignore
    },

    async propose({ branch, path, text, message, signal }: GitChange) {
      await proposals.check(branch, [path], signal);
      const base = (await git(['rev-parse', 'HEAD'], { signal })).trim();
      const root = (await git(['rev-parse', '--show-toplevel'], { signal })).trim();
      const file = await pathWithin(root, path);
      const folder = await mkdtemp(join(tmpdir(), 'slipway-index-'));
      try {
        const options = { signal, env: { GIT_INDEX_FILE: join(folder, 'index') } };
        await git(['read-tree', base], options);
        // With the filters of its path, such as those for line ends.
        const blob = (await git(['hash-object', '-w', '--stdin', '--path', file], { ...options, input: text })).trim();
        await git(['update-index', '--add', '--cacheinfo', `100644,${blob},${file}`], options);
        const tree = (await git(['write-tree'], options)).trim();
        const isSigned = (await ask(['config', '--type=bool', 'commit.gpgSign'], { signal })) === 'true';
        const args = ['commit-tree', tree, '-p', base, ...(isSigned ? ['-S'] : []), '-F', '-'];
        const commit = (await git(args, { signal, input: message })).trim();
        // Refused when somebody has made the branch meanwhile.
        await git(['update-ref', '-m', 'slipway promote', `refs/heads/${branch}`, commit, '0'.repeat(commit.length)], { signal }); // prettier-ignore
        return { commit, base };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },

    formatPatch: (commit, signal) => git(['format-patch', '--stdout', '-1', commit], { signal }),

    async subjects(from, to, signal) {
      const known = await Promise.all([from, to].map((one) => ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${one}^{commit}`], { signal }))); // prettier-ignore
      if (known.some((one) => !one)) return undefined;
      const log = await git(['log', '--no-decorate', '--format=%h %s', `${known[0]}..${known[1]}`], { signal });
      return log.split('\n').filter(Boolean);
    },
  };
  return proposals;
}

/** Path of a file within its repository, with slashes; links on the way to either do not matter. */
async function pathWithin(root: string, path: string): Promise<string> {
  const [realRoot, realDir] = await Promise.all([realpath(root), realpath(join(path, '..'))]);
  return join(relative(realRoot, realDir), path.slice(path.lastIndexOf(sep) + 1)).split(sep).join('/'); // prettier-ignore
}

function refuse(code: string, what: string, hint: string, exitCode: 1 | 64 = ExitCodes.failed): SlipwayError {
  return new SlipwayError({ code, message: `prepare the change in git: ${what}`, hint, exitCode });
}
