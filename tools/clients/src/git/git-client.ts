import { userInfo } from 'node:os';
import type { GitClient } from '@slipway/contracts';
import { runProcess } from '../process/run-process.ts';
import { ciActor } from './ci-actor.ts';
import { ciBranch } from './ci-branch.ts';

/**
 * Git in one workspace, asked for commit and author once by each client: every record of a run says the same. A workspace
 * without git is no error. `env` says who and which branch CI works for.
 */
export function createGitClient(workspaceRoot: string, env: NodeJS.ProcessEnv = process.env): GitClient {
  const git = async (...args: string[]): Promise<string | undefined> => {
    try {
      return (await runProcess('git', args, { cwd: workspaceRoot })).stdout.trim();
    } catch {
      return undefined; // No git program, no repository, no commit yet, or no such setting.
    }
  };
  const readCommit = async (ignored: readonly string[]) => {
    const rest = ['--', '.', ...ignored.map((path) => `:(exclude)${path}`)];
    const [head, changes] = await Promise.all([
      git('rev-parse', 'HEAD'),
      git('status', '--porcelain', '--untracked-files=no', ...(ignored.length > 0 ? rest : [])),
    ]);
    return head ? `${head}${changes ? '+dirty' : ''}` : undefined;
  };
  const commitOnce = once(() => readCommit([]));
  return {
    commit: (ignored = []) => (ignored.length > 0 ? readCommit(ignored) : commitOnce()),
    author: once(async () => {
      const [name, email] = await Promise.all([git('config', 'user.name'), git('config', 'user.email')]);
      if (name) return email ? `${name} <${email}>` : name;
      return ciActor(env) ?? systemUser();
    }),
    async branch() {
      return (await git('symbolic-ref', '--quiet', '--short', 'HEAD')) || ciBranch(env);
    },
  };
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`; // A container may run a uid that has no name.
  }
}
