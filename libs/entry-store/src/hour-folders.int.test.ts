import promises from 'node:fs/promises';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toHorizon } from './entry-name.ts';
import { findNewestName, moveFlatEntries, readHours } from './hour-folders.ts';

const HOUR_MS = 3_600_000;
const T = Date.UTC(2026, 10, 21, 6);
const nameAt = (ms: number) => `${toHorizon(ms)}-00000001-a-b.log`;
let folder: string;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'slipway-hours-'))));
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function leave(name: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), '');
}

describe('readHours', () => {
  it('gives hours alone, oldest first, in whatever order the disk gives them', async () => {
    const listed = ['20261121T07', '20261121T06', '.writer-a-b', 'lost+found', '20261122T00', '20261121T24'];
    jest.spyOn(promises, 'readdir').mockResolvedValue(listed as never);
    expect(await readHours(folder)).toEqual(['20261121T06', '20261121T07', '20261122T00']);
  });
});

describe('findNewestName', () => {
  it('looks into the newest hour that has begun by then, and into the one before where that holds none', async () => {
    for (const ms of [T, T + 1, T + HOUR_MS, T + 3 * HOUR_MS]) leave(nameAt(ms));
    mkdirSync(join(folder, '20261121T08'));
    expect(await findNewestName(folder, T + 3 * HOUR_MS)).toBe(nameAt(T + 3 * HOUR_MS));
    expect(await findNewestName(folder, T + 3 * HOUR_MS - 1)).toBe(nameAt(T + HOUR_MS));
    expect(await findNewestName(folder, T + HOUR_MS - 1)).toBe(nameAt(T + 1));
    expect(await findNewestName(folder, T - 1)).toBe(undefined);
  });
});

describe('moveFlatEntries', () => {
  const names = [T, T + 1, T + HOUR_MS].map(nameAt);

  it('moves entries into their hours, each of which it makes once, and nothing else', async () => {
    for (const name of names) leave(name.slice(12));
    for (const other of ['health.log', '20261121T06']) mkdirSync(join(folder, other));
    const makes = jest.spyOn(promises, 'mkdir');
    await moveFlatEntries(folder);
    expect(makes.mock.calls.map(([path]) => path).sort()).toEqual(
      ['20261121T06', '20261121T07'].map((hour) => join(folder, hour)),
    );
    expect(readdirSync(folder).sort()).toEqual(['20261121T06', '20261121T07', 'health.log']);
    expect(names.map((name) => readdirSync(join(folder, name, '..')).includes(name.slice(12)))).toEqual(
      Array(3).fill(true),
    );
  });

  it('leaves to another process what that one was quicker to move, and says what else went wrong', async () => {
    for (const name of names) leave(name.slice(12));
    const fail = (code: string) => Object.assign(new Error(), { code });
    jest.spyOn(promises, 'rename').mockRejectedValueOnce(fail('ENOENT'));
    await moveFlatEntries(folder);
    expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).includes('/'))).toHaveLength(2);
    jest.spyOn(promises, 'rename').mockRejectedValueOnce(fail('EIO'));
    await expect(moveFlatEntries(folder)).rejects.toMatchObject({ code: 'EIO' });
  });
});
