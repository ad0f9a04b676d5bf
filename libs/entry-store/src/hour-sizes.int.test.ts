import promises from 'node:fs/promises';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { hourOf, toHorizon } from './entry-name.ts';
import { createHourSizes } from './hour-sizes.ts';

const HOUR_MS = 3_600_000;
const HOUR = '20261121T06';
const T = Date.UTC(2026, 10, 21, 6);
let folder: string;
let looks: jest.SpyInstance;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-sizes-'));
  mkdirSync(join(folder, HOUR));
  looks = jest.spyOn(promises, 'stat');
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** Leaves an entry and gives the room it takes. */
function leave(ms: number, bytes: number): number {
  const name = `${toHorizon(ms)}-00000001-a-b.log`;
  mkdirSync(join(folder, hourOf(name)), { recursive: true });
  writeFileSync(join(folder, name), 'x'.repeat(bytes));
  return statSync(join(folder, name)).blocks * 512;
}
/** Which files were looked at since last asked, by the end of their time. */
const lookedAt = () => looks.mock.calls.splice(0).map(([path]) => basename(String(path)).slice(9, 19));

describe('createHourSizes', () => {
  it('counts in blocks, each hour for itself', async () => {
    const [one, two, other] = [leave(T, 1), leave(T + 1, 9000), leave(T + HOUR_MS, 1)];
    expect(two).toBeGreaterThanOrEqual(9000);
    const read = await createHourSizes(folder).read([HOUR, '20261121T07'], T + 2 * HOUR_MS);
    expect(read).toEqual(
      new Map([
        [HOUR, one + two],
        ['20261121T07', other],
      ]),
    );
  });

  it('counts what lies before the settled time, and the rest when that has gone on, each file once', async () => {
    const sizes = createHourSizes(folder);
    const [one, two, three] = [leave(T, 1), leave(T + 5, 5000), leave(T + 6, 9000)];
    expect(await sizes.read([HOUR], T + 5)).toEqual(new Map([[HOUR, one]]));
    expect(lookedAt()).toEqual(['060000000Z']);
    expect(await sizes.read([HOUR], T + 6)).toEqual(new Map([[HOUR, one + two]]));
    expect(lookedAt()).toEqual(['060000005Z']);
    // The settled time of one process may step back when another one comes.
    expect(await sizes.read([HOUR], T + 3)).toEqual(new Map([[HOUR, one + two]]));
    expect(lookedAt()).toEqual([]);
    expect(await sizes.read([HOUR], T + 7)).toEqual(new Map([[HOUR, one + two + three]]));
    expect(lookedAt()).toEqual(['060000006Z']);
  });

  it('opens no hour again that has ended and settled', async () => {
    const sizes = createHourSizes(folder);
    leave(T, 1);
    const opens = jest.spyOn(promises, 'opendir');
    await sizes.read([HOUR], T + HOUR_MS - 1);
    await sizes.read([HOUR], T + HOUR_MS);
    expect(opens).toHaveBeenCalledTimes(2);
    await sizes.read([HOUR], T + HOUR_MS + 1);
    expect(opens).toHaveBeenCalledTimes(2);
  });

  it('forgets hours that it was not asked for', async () => {
    const sizes = createHourSizes(folder);
    const one = leave(T, 1);
    await sizes.read([HOUR], T + HOUR_MS);
    expect(await sizes.read([], T + HOUR_MS)).toEqual(new Map());
    lookedAt();
    expect(await sizes.read([HOUR], T + HOUR_MS)).toEqual(new Map([[HOUR, one]]));
    expect(lookedAt()).toEqual(['060000000Z']);
  });

  it.each([63, 64, 65, 128, 150])('counts all of %i files, 64 at once', async (count) => {
    let bytes = 0;
    for (let n = 0; n < count; n += 1) bytes += leave(T + n, 10);
    let [running, most] = [0, 0];
    looks.mockRestore();
    const { stat } = promises;
    looks = jest.spyOn(promises, 'stat').mockImplementation((async (path: string) => {
      most = Math.max(most, (running += 1));
      const file = await stat(path);
      running -= 1;
      return file;
    }) as never);
    expect(await createHourSizes(folder).read([HOUR], T + HOUR_MS)).toEqual(new Map([[HOUR, bytes]]));
    expect(lookedAt()).toHaveLength(count);
    expect(most).toBe(Math.min(count, 64));
  });

  it('counts nothing for what goes away meanwhile', async () => {
    leave(T, 1);
    looks.mockRejectedValue(Object.assign(new Error(), { code: 'ENOENT' }));
    expect(await createHourSizes(folder).read([HOUR, '20261121T07'], T + HOUR_MS)).toEqual(
      new Map([
        [HOUR, 0],
        ['20261121T07', 0],
      ]),
    );
  });
});
