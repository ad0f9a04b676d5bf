import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toHorizon } from './entry-name.ts';
import { createEntryStore } from './entry-store.ts';
import type { EntryStore, EntryStoreOptions } from './entry-store-types.ts';
import type { Retention } from './retention.ts';
import { prune } from './retention.ts';

const HOUR_MS = 3_600_000;
const T = Date.UTC(2026, 10, 21, 6, 30);
const HOURS = ['20261121T02', '20261121T03', '20261121T04', '20261121T05'];
/** Stryker runs the tests once for every change it tries: fewer files then, but still more than go at once. */
const MANY = process.env['STRYKER_MUTATOR_WORKER'] ? 70 : 300;
let folder: string;
const stores: EntryStore[] = [];

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'slipway-retention-'))));
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function anOpenStore(options: Partial<EntryStoreOptions>): Promise<EntryStore> {
  const store = createEntryStore({ folder, host: 'pod-0', now: () => T, ...options });
  stores.push(store);
  await store.open();
  return store;
}

/** Entries in the four hours before the current one. */
function leaveHours(perHour: number, bytes = 100): string[] {
  return HOURS.flatMap((hour, index) =>
    Array.from({ length: perHour }, (_, n) => {
      mkdirSync(join(folder, hour), { recursive: true });
      const name = `${toHorizon(T - (4 - index) * HOUR_MS + n)}-00000001-a-b.log`;
      writeFileSync(join(folder, name), `{"n":"${'x'.repeat(bytes)}"}\n`);
      return name;
    }),
  );
}

const blocksOf = (hours: string[]) =>
  hours
    .flatMap((hour) => readdirSync(join(folder, hour)).map((name) => statSync(join(folder, hour, name)).blocks * 512))
    .reduce((sum, each) => sum + each, 0);
const hoursLeft = () => readdirSync(folder).filter((name) => !name.startsWith('.writer'));

describe('prune', () => {
  it('keeps all where nothing is bounded', async () => {
    leaveHours(2);
    const store = await anOpenStore({});
    expect(await store.prune()).toEqual([]);
    expect(hoursLeft()).toEqual(HOURS);
    // Nor does it look: a folder that is gone would be told otherwise.
    rmSync(folder, { recursive: true });
    expect(await store.prune()).toEqual([]);
  });

  it('drops hours by age, counted from their ends, oldest first, and says what went', async () => {
    leaveHours(150);
    const store = await anOpenStore({ retention: { maxAgeMs: 2.5 * HOUR_MS } });
    await store.write({});
    expect(await store.prune()).toEqual([
      { hour: '20261121T02', entries: 150 },
      { hour: '20261121T03', entries: 150 },
    ]);
    expect(hoursLeft()).toEqual(['20261121T04', '20261121T05', '20261121T06']);
    expect(await store.prune()).toEqual([]);
  });

  it('drops the oldest hours until what is left has room, in blocks of the disk', async () => {
    leaveHours(20, 5000);
    const maxBytes = blocksOf(HOURS.slice(2));
    expect(maxBytes).toBeGreaterThan(2 * 20 * 5000);
    const store = await anOpenStore({ retention: { maxBytes } });
    expect((await store.prune()).map(({ hour }) => hour)).toEqual(HOURS.slice(0, 2));
    expect(await store.prune()).toEqual([]);
    const tighter = await anOpenStore({ retention: { maxBytes: maxBytes - 1 } });
    expect((await tighter.prune()).map(({ hour }) => hour)).toEqual(['20261121T04']);
  });

  it('counts what was added since it looked last', async () => {
    let now = T;
    leaveHours(1, 100);
    const block = blocksOf(HOURS.slice(0, 1));
    const store = await anOpenStore({ now: () => now, retention: { maxBytes: 5 * block } });
    await store.write({ n: 1 });
    expect(await store.prune()).toEqual([]);
    now += 10;
    await store.write({ n: 2 });
    await store.write({ n: 3 });
    expect((await store.prune()).map(({ hour }) => hour)).toEqual(HOURS.slice(0, 2));
  });

  it('never drops the current hour, however large, nor one that another process may still write', async () => {
    let now = T;
    const retention = { maxAgeMs: 0, maxBytes: 1 };
    const store = await anOpenStore({ now: () => now, settleMs: 1, retention });
    await store.write({ message: 'x'.repeat(10_000) });
    expect(await store.prune()).toEqual([]);
    now += HOUR_MS;
    const marker = join(folder, '.writer-pod-0-other');
    writeFileSync(marker, '');
    utimesSync(marker, T / 1000, T / 1000);
    expect(await store.prune()).toEqual([]);
    rmSync(marker);
    expect(await store.prune()).toEqual([{ hour: '20261121T06', entries: 1 }]);
  });

  it('is safe for two stores at once: each hour is dropped, and told, by one', async () => {
    leaveHours(MANY);
    const options = { now: () => T, retention: { maxAgeMs: 1 } };
    const both = [await anOpenStore(options), await anOpenStore(options)];
    const told = (await Promise.all(both.map((store) => store.prune()))).flat();
    expect(told.map(({ hour }) => hour).sort()).toEqual(HOURS);
    expect(hoursLeft()).toEqual([]);
  });

  it('does not drop more because another process dropped meanwhile', async () => {
    leaveHours(50, 100);
    const maxBytes = blocksOf(HOURS.slice(1));
    const both = await Promise.all([1, 2].map(() => anOpenStore({ retention: { maxBytes } })));
    await Promise.all(both.map((store) => store.prune()));
    expect(hoursLeft()).toEqual(HOURS.slice(1));
  });

  it('leaves a reader in the middle of an hour in order, and goes on with the next', async () => {
    const names = leaveHours(MANY);
    const store = await anOpenStore({ retention: { maxAgeMs: 2.5 * HOUR_MS } });
    const read: string[] = [];
    for await (const { name } of store.read()) if (read.push(name) === 10) await store.prune();
    expect([...new Set(read)].sort()).toEqual(read);
    expect(read.slice(0, 10)).toEqual(names.slice(0, 10));
    expect(read.filter((name) => name >= '20261121T04')).toEqual(names.slice(2 * MANY));
  });

  it('clears away what a crash left of a drop, folders among the files as well', async () => {
    leaveHours(3);
    mkdirSync(join(folder, '.dropped-20261121T01', 'lost'), { recursive: true });
    mkdirSync(join(folder, '.dropped-20261121T02'));
    writeFileSync(join(folder, '.dropped-20261121T02', 'x'), '');
    const store = await anOpenStore({ retention: { maxAgeMs: 3.5 * HOUR_MS } });
    expect(await store.prune()).toEqual([{ hour: '20261121T02', entries: 3 }]);
    expect(hoursLeft()).toEqual(HOURS.slice(1));
  });

  it('says that it cannot', async () => {
    const store = await anOpenStore({ retention: { maxAgeMs: 1 } });
    rmSync(folder, { recursive: true });
    await expect(store.prune()).rejects.toMatchObject({ code: 'StorageUnwritable' });
    expect(existsSync(folder)).toBe(false);
  });
});

describe('prune at its bounds', () => {
  const END = T - (T % HOUR_MS);

  /** Which hours go, of 02 to 05 with 10 bytes each. */
  async function dropped(retention: Retention, now: number, settledMs = now) {
    leaveHours(1);
    const read = jest.fn(async (hours: readonly string[]) => new Map(hours.map((hour) => [hour, 10])));
    const gone = await prune({ folder, retention, sizes: { read }, now: () => now, settledMs });
    return { hours: gone.map(({ hour }) => hour.slice(9)).join(' '), read };
  }

  it('drops an hour at the very end of its age', async () => {
    expect((await dropped({ maxAgeMs: HOUR_MS }, END)).hours).toBe('02 03 04');
    expect((await dropped({ maxAgeMs: HOUR_MS }, END - 1)).hours).toBe('02 03');
  });

  it('drops an hour that has settled to its very end', async () => {
    expect((await dropped({ maxAgeMs: 0 }, END, END - HOUR_MS)).hours).toBe('02 03 04');
    expect((await dropped({ maxAgeMs: 0 }, END, END - HOUR_MS - 1)).hours).toBe('02 03');
  });

  it('keeps as many bytes as it may', async () => {
    expect((await dropped({ maxBytes: 20 }, END)).hours).toBe('02 03');
    expect((await dropped({ maxBytes: 19 }, END)).hours).toBe('02 03 04');
    expect((await dropped({ maxBytes: 40 }, END)).hours).toBe('');
  });

  it('asks for sizes only where bytes are bounded, and for what has settled', async () => {
    expect((await dropped({ maxAgeMs: 0 }, END)).read).not.toHaveBeenCalled();
    const { read } = await dropped({ maxBytes: 40 }, END, END - 5);
    expect(read.mock.calls).toEqual([[HOURS, END - 5]]);
  });
});
