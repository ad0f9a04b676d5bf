import fs, { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WriteError } from './entry-file.ts';
import { writeEntryFile } from './entry-file.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'slipway-file-'))));
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const write = (text: string, isTooLate = () => false) =>
  new Promise<WriteError>((resolve) => writeEntryFile(join(folder, 'a'), text, isTooLate, resolve));
const fail = (code: string) => Object.assign(new Error(code), { code });
/** The last argument of a call of `fs`. */
const callbackOf = (args: unknown[]) => args.at(-1) as (error: Error | null, written?: number) => void;

describe('writeEntryFile', () => {
  it('writes a new file', async () => {
    expect(await write('hä\n')).toBe(undefined);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('hä\n');
  });

  it('leaves a file alone that is there', async () => {
    writeFileSync(join(folder, 'a'), 'theirs');
    expect(await write('ours')).toMatchObject({ code: 'EEXIST' });
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('theirs');
  });

  it('goes on where the disk took a part', async () => {
    const real = fs.write;
    const parts: number[] = [];
    jest.spyOn(fs, 'write').mockImplementation(((
      fd: number,
      bytes: Buffer,
      start: number,
      length: number,
      ...rest: []
    ) => {
      parts.push(length);
      (real as (...args: unknown[]) => void)(fd, bytes, start, Math.min(length, 4), ...rest);
    }) as unknown as typeof fs.write);
    expect(await write('0123456789')).toBe(undefined);
    expect(parts).toEqual([10, 6, 2]);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('0123456789');
  });

  it('leaves nothing when it cannot be written', async () => {
    jest
      .spyOn(fs, 'write')
      .mockImplementation(((...args: unknown[]) => callbackOf(args)(fail('ENOSPC'))) as unknown as typeof fs.write);
    expect(await write('x')).toMatchObject({ code: 'ENOSPC' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves nothing when it cannot be closed', async () => {
    const real = fs.close;
    jest
      .spyOn(fs, 'close')
      .mockImplementation(((fd: number, done: (error: Error) => void) =>
        real(fd, () => done(fail('EIO')))) as unknown as typeof fs.close);
    expect(await write('x')).toMatchObject({ code: 'EIO' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['before', 1],
    ['after', 2],
  ])('leaves nothing when it turns out to be too late %s it was written', async (_when, lateAt) => {
    let asked = 0;
    expect(await write('x', () => (asked += 1) === lateAt)).toMatchObject({ code: 'ETOOLATE' });
    expect(asked).toBe(lateAt);
    expect(readdirSync(folder)).toEqual([]);
  });
});
