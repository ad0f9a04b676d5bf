import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '../process/run-process.ts';
import { createGitProposals } from './git-proposals.ts';

describe('createGitProposals', () => {
  let root: string;
  let lock: string;
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', HOME: '/nonexistent' };
  const git = async (...args: string[]) => (await runProcess('git', args, { cwd: root, env })).stdout.trim();
  const proposals = () => createGitProposals(join(root, 'workspace'), env);
  const change = { branch: 'promote/prod', text: 'new\n', message: 'chore(prod): promote web\n\nThe body.\n' };

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'slipway-proposals-'));
    lock = join(root, 'workspace/prod/releases.lock.yaml');
    mkdirSync(join(lock, '..'), { recursive: true });
    await git('init', '-q', '-b', 'main');
    await git('config', 'user.name', 'A');
    await git('config', 'user.email', 'a@test');
    writeFileSync(lock, 'old\n');
    writeFileSync(join(root, 'other'), 'x');
    await git('add', '-A');
    await git('commit', '-q', '-m', 'start');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('makes a branch with one commit of one file, and leaves working tree and index alone', async () => {
    writeFileSync(join(root, 'other'), 'changed');
    writeFileSync(join(root, 'staged'), 'staged');
    await git('add', 'staged');
    const before = [await git('status', '--porcelain'), await git('rev-parse', 'HEAD')];

    const { commit, base } = await proposals().propose({ ...change, path: lock });
    expect([await git('status', '--porcelain'), await git('rev-parse', 'HEAD')]).toEqual(before);
    expect(readFileSync(lock, 'utf8')).toBe('old\n');
    expect([base, await git('rev-parse', 'promote/prod'), await git('symbolic-ref', '--short', 'HEAD')]).toEqual([before[1], commit, 'main']); // prettier-ignore
    expect(await git('diff', '--stat', '--format=', 'main', 'promote/prod')).toContain('workspace/prod/releases.lock.yaml | 2 +-\n 1 file changed'); // prettier-ignore
    expect(await git('log', '-1', '--format=%an <%ae>%n%B', 'promote/prod')).toBe('A <a@test>\nchore(prod): promote web\n\nThe body.'); // prettier-ignore

    const patch = await proposals().formatPatch(commit);
    await git('stash', '-q');
    await runProcess('git', ['am', '-q'], { cwd: root, env, input: patch });
    expect(readFileSync(lock, 'utf8')).toBe('new\n');
  });

  it('adds a file that was not there', async () => {
    const path = join(root, 'workspace/prod/new.yaml');
    await proposals().propose({ ...change, path });
    expect(await git('show', 'promote/prod:workspace/prod/new.yaml')).toBe('new');
  });

  it.each<[string, string, (() => unknown)[]]>([
    ['BranchExists', 'promote/prod', [() => git('branch', 'promote/prod')]],
    ['HeadDetached', 'promote/prod', [() => git('checkout', '-q', '--detach')]],
    ['FileNotCommitted', 'promote/prod', [() => writeFileSync(lock, 'mine\n')]],
    ['BranchNameInvalid', 'a..b', []],
    ['BranchNameInvalid', '-x', []],
    ['AuthorUnknown', 'x', [() => git('config', 'user.name', ''), () => git('config', 'user.useConfigOnly', 'true'), () => git('config', '--unset', 'user.email')]], // prettier-ignore
    ['GitMissing', 'x', [() => rmSync(join(root, '.git'), { recursive: true })]],
  ])('refuses with %s', async (code, branch, steps) => {
    for (const step of steps) await step();
    await expect(proposals().propose({ ...change, branch, path: lock })).rejects.toMatchObject({ code });
  });

  it('lists the commits between two, and says nothing where it does not know them', async () => {
    const start = await git('rev-parse', 'HEAD');
    await git('commit', '-q', '--allow-empty', '-m', 'feat: one');
    await git('commit', '-q', '--allow-empty', '-m', 'fix: two');
    const subjects = await proposals().subjects(start, 'HEAD');
    expect(subjects?.map((one) => one.replace(/^\S+ /, ''))).toEqual(['fix: two', 'feat: one']);
    expect(await proposals().subjects('1'.repeat(40), 'HEAD')).toBeUndefined();
  });
});
