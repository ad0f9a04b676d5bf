import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spreadFolders } from './spread-folders.ts';

describe('spreadFolders', () => {
  it('leaves a folder in which others can be made, wherever it lies', () => {
    const folder = mkdtempSync(join(tmpdir(), 'slipway-spread-'));
    spreadFolders(folder);
    mkdirSync(join(folder, 'one'));
    expect(readdirSync(folder)).toEqual(['one']);
    rmSync(folder, { recursive: true });
  });

  it('does nothing where it cannot', () => {
    expect(() => spreadFolders('/nowhere/at/all')).not.toThrow();
  });
});
