import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEntry } from './read-entry.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'slipway-entry-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('readEntry', () => {
  it.each([
    ['{"n":1}\n', '{"file":"a","n":1}'],
    ['{}\n', '{"file":"a"}'],
    ['{"a":{}}\n', '{"file":"a","a":{}}'],
  ])('hands %j on as %j', async (text, json) => {
    writeFileSync(join(folder, 'a'), text);
    expect(await readEntry(folder, 'a')).toEqual({ name: 'a', json });
  });

  it.each(['', '{', '{}', '{"n":1\n', '[1]\n', '{"n":}\n', ' {"n":1}\n', '{"n":1} \n', '{}}\n', '[{}\n', '"}\n'])(
    'passes over %j',
    async (text) => {
      writeFileSync(join(folder, 'a'), text);
      expect(await readEntry(folder, 'a')).toBe(undefined);
    },
  );

  it('passes over what is gone, is a folder, or lies below a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'folder'));
    expect(await Promise.all(['none', 'folder', 'file/a'].map((name) => readEntry(folder, name)))).toEqual(
      Array(3).fill(undefined),
    );
  });

  it('says that a file cannot be read', async () => {
    symlinkSync('a', join(folder, 'a'));
    await expect(readEntry(folder, 'a')).rejects.toMatchObject({ code: 'ELOOP' });
  });
});
