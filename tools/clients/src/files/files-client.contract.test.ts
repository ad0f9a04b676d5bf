import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FilesClient } from '@slipway/contracts';
import { createFakeFiles } from '@slipway/testing';
import { createFilesClient } from './files-client.ts';

describe.each<['fake' | 'real']>([['fake'], ['real']])('FilesClient (%s)', (which) => {
  let root: string;
  let files: FilesClient;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'files-client-'));
    files = which === 'fake' ? createFakeFiles() : createFilesClient();
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('writes into folders that are not there yet, and reads back', async () => {
    await files.writeText(join(root, 'a/b.txt'), 'x');
    expect([await files.readText(join(root, 'a/b.txt')), await files.readText(join(root, 'none'))]).toEqual([
      'x',
      undefined,
    ]);
    expect([await files.list(join(root, 'a')), await files.list(join(root, 'none'))]).toEqual([['b.txt'], []]);
    expect([await files.exists(join(root, 'a')), await files.exists(join(root, 'none'))]).toEqual([true, false]);
  });

  it('hashes a tree by path and content', async () => {
    await files.writeText(join(root, 'b/y'), '1');
    await files.writeText(join(root, 'a'), '2');
    const tree = await files.hashTree(root);
    expect(tree.map(({ path }) => path)).toEqual(['a', 'b/y']);
    await files.writeText(join(root, 'a'), '3');
    expect((await files.hashTree(root))[0]?.sha256).not.toBe(tree[0]?.sha256);
  });

  it('copies, and moves only where nothing is', async () => {
    await files.writeText(join(root, 'from/x'), '1');
    await files.copyTree(join(root, 'from'), join(root, 'copy'));
    expect(await files.moveDir(join(root, 'copy'), join(root, 'to'))).toBe(true);
    expect(await files.moveDir(join(root, 'from'), join(root, 'to'))).toBe(false);
    expect([await files.exists(join(root, 'from')), await files.readText(join(root, 'to/x'))]).toEqual([false, '1']);
  });
});
