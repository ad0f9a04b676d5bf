import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'slipway-health-folder-'))));
afterEach(() => rmSync(root, { recursive: true }));

describe('makeFolder', () => {
  it('makes what is missing, and nothing when all is there', () => {
    makeFolder(join(root, 'a/b'));
    makeFolder(join(root, 'a/b'));
    expect(existsSync(join(root, 'a/b'))).toBe(true);
  });

  it('fails where a file is in the way', () => {
    writeFileSync(join(root, 'file'), '');
    expect(() => makeFolder(join(root, 'file'))).toThrow('EEXIST');
    expect(() => makeFolder(join(root, 'file/a'))).toThrow('EEXIST');
  });

  it('fails, and soon, where nothing can ever be made', () => {
    expect(() => makeFolder('/proc/slipway-nowhere/a')).toThrow('ENOENT');
  });
});
