import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNames, readNewestName } from './read-names.ts';

describe('readNames', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-names-'));
  const names = Array.from(
    { length: 60 },
    (_, n) => `20261121T06300000${n % 10}Z-000000${String(n).padStart(2, '0')}-a-b.log`,
  );
  const sorted = [...names].sort();
  beforeAll(() => names.forEach((name) => writeFileSync(join(folder, name), '')));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([1, 7, 59, 60, 1000])('gives the smallest %i in order', async (limit) => {
    expect(await readNames(folder, { after: '', before: '~', limit })).toEqual(sorted.slice(0, limit));
  });

  it('keeps to its range', async () => {
    const [after = '', before = ''] = [sorted[10], sorted[20]];
    expect(await readNames(folder, { after, before, limit: 5 })).toEqual(sorted.slice(11, 16));
    expect(await readNames(folder, { after, before, limit: 50 })).toEqual(sorted.slice(11, 20));
  });

  it('finds the newest', async () => {
    expect(await readNewestName(folder)).toBe(sorted.at(-1));
  });
});
