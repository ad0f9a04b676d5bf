import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'slipway-make-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('makeFolder', () => {
  it('makes all that is absent, and says where it began', async () => {
    expect(await makeFolder(join(root, 'a/b/c'))).toBe(join(root, 'a'));
    expect(await makeFolder(join(root, 'a/b/d'))).toBe(join(root, 'a/b/d'));
    expect(await makeFolder(join(root, 'a/b/d'))).toBeUndefined();
    expect(existsSync(join(root, 'a/b/c'))).toBe(true);
  });

  it('makes the same folder many times at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => makeFolder(join(root, 'many/x/y'))));
    expect(existsSync(join(root, 'many/x/y'))).toBe(true);
  });

  it('fails where a file is in the way', async () => {
    writeFileSync(join(root, 'file'), '');
    await expect(makeFolder(join(root, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makeFolder(join(root, 'file/x'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  onLinux('fails where a folder takes no others, instead of trying for ever', async () => {
    await expect(makeFolder('/proc/no-such/folder')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
