import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { quietFolder } from './quiet-folder.ts';

describe('quietFolder', () => {
  let parent: string;
  beforeEach(() => void (parent = mkdtempSync(join(tmpdir(), 'slipway-quiet-'))));
  afterEach(() => rmSync(parent, { recursive: true }));

  it('takes the first folder in which files are cheap', () => {
    const costs = [600, 300, 40, 30];
    const tried: string[] = [];
    const found = quietFolder(parent, (folder) => costs[tried.push(folder) - 1] as number);
    expect(tried).toHaveLength(3);
    expect(dirname(found)).toBe(tried[2]);
    expect(readdirSync(found)).toEqual([]);
  });

  it('takes the cheapest where all are dear, after a bounded number of tries', () => {
    const tried: string[] = [];
    const found = quietFolder(parent, (folder) => (tried.push(folder) === 5 ? 200 : 600));
    expect(tried).toHaveLength(64);
    expect(dirname(found)).toBe(tried[4]);
  });

  it('tries with files of its own, which stay beside the folder', () => {
    const found = quietFolder(parent);
    expect(existsSync(found)).toBe(true);
    expect(readdirSync(dirname(found)).length).toBe(33);
  });
});
