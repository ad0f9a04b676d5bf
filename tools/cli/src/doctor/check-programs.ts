import { findProgram, runProcess } from '@slipway/clients';
import type { Finding } from './check.ts';
import { bad, good, warning } from './check.ts';

/** Git and the repository: `affected`, records and promotion ask it. */
export async function checkGit(workspaceRoot: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Finding[]> {
  const git = findProgram('git', env);
  if (!git) return [bad('git', 'there is no git on PATH.', 'Install git.')];
  const run = (...args: string[]) =>
    runProcess(git, ['-C', workspaceRoot, ...args], { env, signal }).then(({ stdout }) => stdout.trim(), () => undefined); // prettier-ignore
  const [commit, email] = await Promise.all([run('rev-parse', '--short', 'HEAD'), run('config', 'user.email')]);
  if (commit === undefined) {
    return [warning('git', `${workspaceRoot} is no repository with a commit.`, 'Records name no commit, and --affected cannot compare: git init, then commit.')]; // prettier-ignore
  }
  return email
    ? [good('git', `at ${commit}, as ${email}`)]
    : [warning('git', `at ${commit}, but git does not know who you are.`, 'Records name whoever deploys: git config user.email YOU@EXAMPLE.COM.')]; // prettier-ignore
}

/** Python is what the checker checkov runs on; helm-lint does without it where it is missing. */
export async function checkPython(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const python = findProgram('python3', env);
  return python
    ? [good('python', python)]
    : [warning('python', 'there is no python3 on PATH: helm-lint leaves checkov out.', 'Install Python 3 with venv, if you want its checks.')]; // prettier-ignore
}
