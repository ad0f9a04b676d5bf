import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendLines } from './append-lines.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-health-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('appendLines', () => {
  it('makes the folder and the file, and adds at the end', () => {
    const path = join(folder, 'a/b/log');
    appendLines(path, ['one\n', 'two\n']);
    appendLines(path, ['three\n']);
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\nthree\n');
  });

  it('begins a line of its own after one that was cut off', () => {
    const path = join(folder, 'log');
    writeFileSync(path, 'one\ncut of');
    appendLines(path, ['two\n']);
    expect(readFileSync(path, 'utf8')).toBe('one\ncut of\ntwo\n');
  });

  it('fails where the log is a folder', () => {
    expect(() => appendLines(folder, ['one\n'])).toThrow('EISDIR');
  });
});
