import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { syncFiles } from './sync-files.ts';

describe('syncFiles', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'slipway-sync-'));
    for (const name of ['same', 'old', 'orphan']) writeFileSync(join(root, name), name);
    utimesSync(join(root, 'same'), 1, 1);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const wanted = new Map([
    ['same', 'same'],
    ['old', 'new'],
    ['deep/missing', 'there'],
  ]);

  it('writes what differs or is missing, removes orphans, and leaves the rest untouched', () => {
    expect(syncFiles(root, wanted, ['orphan'], false)).toEqual([
      'written: old',
      'written: deep/missing',
      'removed: orphan',
    ]);
    expect(readFileSync(join(root, 'old'), 'utf8')).toBe('new');
    expect(readFileSync(join(root, 'deep/missing'), 'utf8')).toBe('there');
    expect(existsSync(join(root, 'orphan'))).toBe(false);
    expect(statSync(join(root, 'same')).mtimeMs).toBe(1000);
    expect(syncFiles(root, wanted, [], false)).toEqual([]);
  });

  it('only names them when it checks', () => {
    expect(syncFiles(root, wanted, ['orphan'], true)).toEqual([
      'stale: old',
      'stale: deep/missing',
      'orphaned: orphan',
    ]);
    expect(readFileSync(join(root, 'old'), 'utf8')).toBe('old');
    expect(existsSync(join(root, 'deep'))).toBe(false);
    expect(existsSync(join(root, 'orphan'))).toBe(true);
  });
});
