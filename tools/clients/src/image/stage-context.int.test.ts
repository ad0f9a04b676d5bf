import { chmod, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContext, writeContext } from './stage-context.ts';

describe('readContext and writeContext', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'slipway-context-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it.each([0o000, 0o022, 0o077])('give the same modes and times under umask %o', async (umask) => {
    const former = process.umask(umask);
    try {
      await mkdir(join(folder, 'from'), { mode: 0o700 });
      await writeFile(join(folder, 'from/plain'), 'text', { mode: 0o600 });
      await writeFile(join(folder, 'from/program'), '#!', { mode: 0o700 });
      const files = await readContext([{ from: join(folder, 'from'), to: 'app/deep' }]);
      await writeContext(join(folder, 'to'), files, { empty: 0o1777 });
    } finally {
      process.umask(former);
    }
    const facts = await Promise.all(
      ['', 'app', 'app/deep', 'app/deep/plain', 'app/deep/program', 'empty'].map(async (path) => {
        const { mode, mtimeMs } = await stat(join(folder, 'to', path));
        return [path, (mode & 0o7777).toString(8), mtimeMs];
      }),
    );
    expect(facts).toEqual([
      ['', '755', 0],
      ['app', '755', 0],
      ['app/deep', '755', 0],
      ['app/deep/plain', '644', 0],
      ['app/deep/program', '755', 0],
      ['empty', '1777', 0],
    ]);
  });

  it('leave nothing of a former context behind', async () => {
    await mkdir(join(folder, 'to'));
    await writeFile(join(folder, 'to/stale'), '');
    await writeContext(join(folder, 'to'), []);
    await expect(stat(join(folder, 'to/stale'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('name the source that is not there', async () => {
    const from = join(folder, 'main.js');
    await expect(readContext([{ from, to: 'app/main.js' }])).rejects.toMatchObject({
      code: 'ImageInputMissing',
      message: `stage image context: ${from} is not there.`,
    });
  });

  it('take what a link leads to', async () => {
    await writeFile(join(folder, 'real'), 'content');
    await chmod(join(folder, 'real'), 0o644);
    await symlink('real', join(folder, 'link'));
    const [file] = await readContext([{ from: join(folder, 'link'), to: 'a' }]);
    expect(file).toMatchObject({ path: 'a', isExecutable: false, content: Buffer.from('content') });
  });
});
