import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '../process/run-process.ts';
import { createGitClient } from './git-client.ts';

describe('createGitClient', () => {
  let root: string;
  const git = (...args: string[]) => runProcess('git', ['-c', 'user.name=a', '-c', 'user.email=a@test', '-c', 'commit.gpgsign=false', ...args], { cwd: root }); // prettier-ignore
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'slipway-git-'));
    await git('init', '-q', '-b', 'trunk');
    await git('commit', '-q', '--allow-empty', '-m', 'start');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('says the branch that is checked out, whatever CI says', async () => {
    expect(await createGitClient(root, { GITHUB_REF_NAME: 'main' }).branch()).toBe('trunk');
  });

  it.each([
    [{ GITHUB_REF_NAME: 'main', GITHUB_REF_TYPE: 'branch' }, 'main'],
    [{ CI_COMMIT_BRANCH: 'release/1' }, 'release/1'],
    [{ BRANCH_NAME: 'main' }, 'main'],
    [{ GITHUB_REF_NAME: 'main', GITHUB_REF_TYPE: 'tag' }, undefined],
    [{ GITHUB_REF_NAME: '12/merge', GITHUB_REF_TYPE: 'branch' }, undefined],
    [{}, undefined],
  ])('asks CI in a detached checkout: %j', async (env, branch) => {
    await git('checkout', '-q', '--detach');
    expect(await createGitClient(root, env as NodeJS.ProcessEnv).branch()).toBe(branch);
  });

  it('asks CI where there is no git', async () => {
    rmSync(join(root, '.git'), { recursive: true });
    expect(await createGitClient(root, { CIRCLE_BRANCH: 'main' }).branch()).toBe('main');
  });
});
