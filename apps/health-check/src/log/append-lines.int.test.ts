import { mkdtempSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendLines } from './append-lines.ts';

// So that one of its functions can be another for once.
jest.mock('node:fs', () => ({ ...jest.requireActual<object>('node:fs') }));

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

  it('fails for a line that was only written in part', () => {
    const path = join(folder, 'log');
    const fs = jest.requireMock<{ writeSync(file: number, bytes: Buffer): number }>('node:fs');
    const writeWhole = writeSync;
    jest.spyOn(fs, 'writeSync').mockImplementationOnce((file, bytes) => writeWhole(file, bytes.subarray(0, 2)));
    expect(() => appendLines(path, ['one\n'])).toThrow(expect.objectContaining({ code: 'ENOSPC' }));
    expect(readFileSync(path, 'utf8')).toBe('on');
  });

  it('fails where the log is a folder', () => {
    expect(() => appendLines(folder, ['one\n'])).toThrow('EISDIR');
  });
});
