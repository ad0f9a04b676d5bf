import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '../process/run-process.ts';
import { createGitHistory } from './git-history.ts';

describe('createGitHistory', () => {
  let root: string;
  let into: string;
  const git = (...args: string[]) =>
    runProcess('git', ['-c', 'user.name=a', '-c', 'user.email=a@test', '-c', 'commit.gpgsign=false', ...args], {
      cwd: root,
    });
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const commit = async (...tags: string[]) => {
    await git('add', '-A');
    await git('commit', '-q', '--allow-empty', '-m', 'change');
    for (const tag of tags) await git('tag', tag);
  };
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'slipway-history-'));
    into = mkdtempSync(join(tmpdir(), 'slipway-tree-'));
    await git('init', '-q');
  });
  afterEach(() => [root, into].forEach((path) => rmSync(path, { recursive: true, force: true })));

  it('finds the newest tag of the form, and none where there is none', async () => {
    const history = createGitHistory(root);
    expect(await history.lastTag('v*')).toBeUndefined();
    await commit('other');
    expect(await history.lastTag('v*')).toBeUndefined();
    await commit('v1.0.0');
    await commit('v1.1.0');
    await commit('later');
    expect(await history.lastTag('v*')).toBe('v1.1.0');
  });

  it('finds the tag before the one that the files are, and that one as soon as a file changes', async () => {
    const history = createGitHistory(root);
    await commit('v1.0.0');
    expect(await history.lastTag('v*')).toBe('v1.0.0'); // There is no other.
    await commit();
    await commit('v1.1.0');
    expect(await history.lastTag('v*')).toBe('v1.0.0');
    write('new', 'x');
    expect(await history.lastTag('v*')).toBe('v1.1.0');
  });

  it('finds no tag outside a repository', async () => {
    expect(await createGitHistory(into).lastTag('v*')).toBeUndefined();
  });

  it('writes the files of a tag with links as links, and leaves the repository alone', async () => {
    write('charts/common/Chart.yaml', 'old');
    mkdirSync(join(root, 'charts/api'));
    symlinkSync('../common', join(root, 'charts/api/common'));
    await commit('v1');
    write('charts/common/Chart.yaml', 'new');
    write('staged', 'x');
    await git('add', 'staged');
    const before = (await git('status', '--porcelain')).stdout;

    expect(await createGitHistory(root).exportTree('v1', into)).toBe(into);
    expect(readFileSync(join(into, 'charts/api/common/Chart.yaml'), 'utf8')).toBe('old');
    expect(lstatSync(join(into, 'charts/api/common')).isSymbolicLink()).toBe(true);
    expect(readlinkSync(join(into, 'charts/api/common'))).toBe('../common');
    expect((await git('status', '--porcelain')).stdout).toBe(before);
  });

  it('gives the place of a workspace that is a part of its repository, also within a hook of git', async () => {
    write('workspace/a', 'old');
    await commit('v1');
    const env = { ...process.env, GIT_DIR: join(into, 'none'), GIT_INDEX_FILE: join(into, 'none') };
    const place = await createGitHistory(join(root, 'workspace'), env).exportTree('v1', into);
    expect(readFileSync(join(place, 'a'), 'utf8')).toBe('old');
    expect(place).toBe(join(into, 'workspace/'));
  });

  it('refuses what is no revision', async () => {
    await commit();
    await expect(createGitHistory(root).exportTree('v9', into)).rejects.toMatchObject({ code: 'RevisionUnknown' });
    await expect(createGitHistory(root).exportTree('--all', into)).rejects.toMatchObject({ code: 'RevisionUnknown' });
  });
});
