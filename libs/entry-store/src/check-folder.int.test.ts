import promises from 'node:fs/promises';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkFolder } from './check-folder.ts';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'slipway-check-'));
  folder = join(root, 'a', 'logs');
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

describe('checkFolder', () => {
  it('makes the folder, writes as much as a block, and leaves nothing', async () => {
    const writes = jest.spyOn(promises, 'writeFile');
    const sizes: number[] = [];
    const { unlink } = promises;
    jest.spyOn(promises, 'unlink').mockImplementation(async (path) => {
      sizes.push(statSync(path).size);
      await unlink(path);
    });
    await checkFolder(folder, 'x');
    await checkFolder(folder, 'x');
    expect(writes.mock.calls.map(([path]) => path)).toEqual(Array(2).fill(join(folder, '.check-x')));
    expect(sizes).toEqual([4096, 4096]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says why it cannot write, and leaves nothing then either', async () => {
    const { writeFile } = promises;
    jest.spyOn(promises, 'writeFile').mockImplementation(async (path) => {
      await writeFile(path, 'a part');
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    });
    await expect(checkFolder(folder, 'x')).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says why it could not write where there is nothing to take away', async () => {
    jest.spyOn(promises, 'writeFile').mockRejectedValue(Object.assign(new Error('off'), { code: 'EROFS' }));
    await expect(checkFolder(folder, 'x')).rejects.toMatchObject({ code: 'EROFS' });
  });
});
