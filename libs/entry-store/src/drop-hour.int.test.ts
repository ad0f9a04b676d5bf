import promises from 'node:fs/promises';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropHour, removeLeftovers } from './drop-hour.ts';

const HOUR = '20261121T06';
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'slipway-drop-'))));
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function leave(name: string, files: number): void {
  mkdirSync(join(folder, name));
  for (let n = 0; n < files; n += 1) writeFileSync(join(folder, name, String(n)), '');
}
const fail = (code: string) => Object.assign(new Error(code), { code });

describe('dropHour', () => {
  it.each([0, 1, 63, 64, 65, 200])('drops an hour of %i entries, 64 at once', async (files) => {
    leave(HOUR, files);
    leave('20261121T07', 1);
    let [running, most] = [0, 0];
    const { unlink } = promises;
    const unlinks = jest.spyOn(promises, 'unlink').mockImplementation(async (path) => {
      most = Math.max(most, (running += 1));
      await unlink(path);
      running -= 1;
    });
    const opens = jest.spyOn(promises, 'opendir');
    expect(await dropHour(folder, HOUR)).toEqual({ hour: HOUR, entries: files });
    expect(unlinks).toHaveBeenCalledTimes(files);
    expect(most).toBe(Math.min(files, 64));
    expect(opens).toHaveBeenCalledTimes(1);
    expect(readdirSync(folder)).toEqual(['20261121T07']);
  });

  it('leaves it to the other process that dropped it first', async () => {
    expect(await dropHour(folder, HOUR)).toBe(undefined);
  });

  it('clears away what a crash left of the same hour', async () => {
    leave(HOUR, 3);
    leave(`.dropped-${HOUR}`, 5);
    expect(await dropHour(folder, HOUR)).toEqual({ hour: HOUR, entries: 3 });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(['ENOTEMPTY', 'EEXIST'])('knows what is in the way by %s as well', async (code) => {
    leave(HOUR, 3);
    jest.spyOn(promises, 'rename').mockRejectedValueOnce(fail(code));
    expect(await dropHour(folder, HOUR)).toEqual({ hour: HOUR, entries: 3 });
  });

  it('removes folders in it, which are no entries, and what is added meanwhile', async () => {
    leave(HOUR, 2);
    mkdirSync(join(folder, HOUR, 'lost', 'found'), { recursive: true });
    const rmdir = jest.spyOn(promises, 'rmdir').mockImplementationOnce(async (path) => {
      writeFileSync(join(String(path), 'late'), '');
      throw fail('ENOTEMPTY');
    });
    expect(await dropHour(folder, HOUR)).toEqual({ hour: HOUR, entries: 3 });
    expect(rmdir).toHaveBeenCalledTimes(2);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(['EISDIR', 'EPERM', 'ENOENT'])('does not count what it cannot unlink because of %s', async (code) => {
    leave(HOUR, 3);
    const { unlink } = promises;
    jest.spyOn(promises, 'unlink').mockImplementationOnce(async (path) => {
      if (code === 'ENOENT') await unlink(path);
      throw fail(code);
    });
    expect(await dropHour(folder, HOUR)).toEqual({ hour: HOUR, entries: 2 });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(['rename', 'unlink', 'rmdir'] as const)('says that it cannot: %s', async (step) => {
    leave(HOUR, 1);
    jest.spyOn(promises, step).mockRejectedValue(fail('EIO'));
    await expect(dropHour(folder, HOUR)).rejects.toMatchObject({ code: 'EIO' });
  });
});

describe('removeLeftovers', () => {
  it('removes what was being dropped, and nothing else', async () => {
    leave(HOUR, 1);
    leave('.dropped-20261121T01', 2);
    leave('.dropped-20261121T02', 0);
    await removeLeftovers(folder);
    expect(readdirSync(folder)).toEqual([HOUR]);
    expect(existsSync(join(folder, HOUR, '0'))).toBe(true);
  });

  it('may be quicker, or slower, than another process', async () => {
    leave('.dropped-20261121T01', 300);
    await Promise.all([1, 2, 3].map(() => removeLeftovers(folder)));
    expect(readdirSync(folder)).toEqual([]);
  });
});
