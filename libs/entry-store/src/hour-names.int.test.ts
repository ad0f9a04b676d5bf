import promises from 'node:fs/promises';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHourNames, readNewestName } from './hour-names.ts';

describe('readHourNames', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-names-'));
  const hour = '20261121T06';
  const names = Array.from(
    { length: 60 },
    (_, n) => `${hour}/${hour}300000${n % 10}Z-000000${String(n).padStart(2, '0')}-a-b.log`,
  );
  const sorted = [...names].sort();
  beforeAll(() => {
    for (const each of [hour, '20261121T07']) mkdirSync(join(folder, each));
    names.forEach((name) => writeFileSync(join(folder, name), ''));
    writeFileSync(join(folder, hour, '~other.log'), '');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([1, 7, 59, 60, 1000, Infinity])('gives the smallest %d in order', async (limit) => {
    expect(await readHourNames(folder, hour, { after: '', before: '~', limit })).toEqual(sorted.slice(0, limit));
  });

  it.each([
    ['falling', [4, 3, 2, 1, 0]],
    ['rising', [0, 1, 2, 3, 4]],
    ['mixed', [3, 4, 0, 2, 1]],
  ])('gives the smallest from a disk whose order is %s', async (_order, order) => {
    const bases = order.map((n) => ({ name: (sorted[n] as string).slice(12) }));
    const listing = (async function* () {
      yield* bases;
    })();
    const opens = jest.spyOn(promises, 'opendir').mockResolvedValue(listing as never);
    expect(await readHourNames(folder, hour, { after: '', before: '~', limit: 2 })).toEqual(sorted.slice(0, 2));
    opens.mockRestore();
  });

  it('keeps to its range', async () => {
    const [after = '', before = ''] = [sorted[10], sorted[20]];
    expect(await readHourNames(folder, hour, { after, before, limit: 5 })).toEqual(sorted.slice(11, 16));
    expect(await readHourNames(folder, hour, { after, before, limit: 50 })).toEqual(sorted.slice(11, 20));
  });

  it('finds the newest, if there is one', async () => {
    expect(await readNewestName(folder, hour)).toBe(sorted.at(-1));
    expect(await readNewestName(folder, '20261121T07')).toBe(undefined);
  });

  it('finds nothing where the hour is gone or is no folder, and says so where it cannot be read', async () => {
    writeFileSync(join(folder, '20261121T08'), '');
    expect(await readHourNames(folder, '20261121T08', { after: '', before: '~', limit: 5 })).toEqual([]);
    expect(await readHourNames(folder, '20261121T09', { after: '', before: '~', limit: 5 })).toEqual([]);
    await expect(readNewestName(folder, 'x'.repeat(300))).rejects.toMatchObject({ code: 'ENAMETOOLONG' });
  });
});
