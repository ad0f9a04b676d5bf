import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aResult } from '../__fixtures__/a-result.ts';
import { pruneResults } from './prune-results.ts';
import { readLastResult } from './read-last-result.ts';
import { writeResult } from './write-result.ts';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');
const HOUR_MS = 3_600_000;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-health-results-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (hoursAgo: number) => writeResult(folder, aResult(undefined, { startedAtMs: NOW - hoursAgo * HOUR_MS }));
const hours = () => readdirSync(folder).map((name) => name.slice(9, 11));
const prune = (bounds: object = {}) =>
  pruneResults(folder, { maxCount: 10, maxAgeMs: 24 * HOUR_MS, maxBytes: 1e6, ...bounds }, NOW);

describe('writeResult', () => {
  it('leaves one whole file, named by its run, in a folder that it makes', () => {
    const result = aResult();
    const inner = join(folder, 'a/b');
    writeResult(inner, result);
    expect(readdirSync(inner)).toEqual(['20261121T063004123Z-0123abcd.json']);
    expect(JSON.parse(readFileSync(join(inner, `${result.id}.json`), 'utf8'))).toEqual(result);
  });

  it('leaves nothing behind when it fails', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => writeResult(join(folder, 'file'), aResult())).toThrow(/EEXIST|ENOTDIR/);
    expect(readdirSync(folder)).toEqual(['file']);
  });
});

describe('pruneResults', () => {
  it('keeps the newest, as many as it may', () => {
    for (const age of [1, 2, 3, 4]) write(age);
    prune({ maxCount: 2 });
    expect(hours()).toEqual(['10', '11']);
  });

  it('removes what is too old, but never the newest', () => {
    write(30);
    prune();
    expect(hours()).toHaveLength(1);
    write(1);
    prune();
    expect(hours()).toEqual(['11']);
  });

  it('removes the oldest beyond so many bytes', () => {
    for (const age of [1, 2, 3]) write(age);
    const size = readFileSync(join(folder, readdirSync(folder)[0] as string)).length;
    prune({ maxBytes: 2 * size });
    expect(hours()).toEqual(['10', '11']);
  });

  it('removes what killed runs left behind, and touches nothing else', () => {
    const names = ['.20261121T063004123Z-00000001.json.tmp', '.20261121T063004123Z-00000002.json.tmp', 'notes.json'];
    for (const name of names) writeFileSync(join(folder, name), '');
    utimesSync(join(folder, names[0] as string), NOW / 1000 - 7200, NOW / 1000 - 7200);
    utimesSync(join(folder, names[1] as string), NOW / 1000, NOW / 1000);
    utimesSync(join(folder, names[2] as string), 0, 0);
    prune();
    expect(readdirSync(folder).sort()).toEqual(names.slice(1).sort());
  });
});

describe('readLastResult', () => {
  it('gives the newest', () => {
    for (const age of [3, 1, 2]) write(age);
    expect(readLastResult(folder)).toMatchObject({ startedAt: '2026-11-21T11:00:00.000Z' });
  });

  it('says why there is none', () => {
    expect(readLastResult(folder)).toBe(`there is no result in ${folder}`);
    expect(readLastResult(join(folder, 'absent'))).toBe(`there is no result in ${join(folder, 'absent')}`);
    writeFileSync(join(folder, '20261121T063004123Z-00000001.json'), '{');
    expect(readLastResult(folder)).toBe(`the results in ${folder} cannot be read (not JSON)`);
    writeFileSync(join(folder, '20261121T063004124Z-00000001.json'), '{}');
    expect(readLastResult(folder)).toBe(`20261121T063004124Z-00000001.json in ${folder} is no result`);
  });
});
