import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEntryStore } from './entry-store.ts';
import type { EntryStore, EntryStoreOptions, ReadEntriesOptions } from './entry-store.ts';
import type { EntryStoreError } from './entry-store-error.ts';

/** Thousands of files on a busy disk. */
jest.setTimeout(60_000);

const T = Date.UTC(2026, 10, 21, 6, 30);
let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'slipway-entries-'));
  folder = join(root, 'a', 'logs');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const aStore = (options: Partial<EntryStoreOptions> = {}) => createEntryStore({ folder, host: 'pod-0', ...options });

async function namesOf(store: EntryStore, options?: ReadEntriesOptions): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of store.read(options)) names.push(name);
  return names;
}

describe('createEntryStore', () => {
  it('makes its folder and keeps each entry in a file of its own', async () => {
    const store = aStore();
    await store.open();
    const name = await store.write({ level: 'info', message: 'hi' });
    expect(readdirSync(folder)).toEqual([name]);
    expect(readFileSync(join(folder, name), 'utf8')).toBe('{"level":"info","message":"hi"}\n');
  });

  it('passes over a folder that is named like an entry', async () => {
    const store = aStore();
    await store.open();
    const before = await store.write({ n: 1 });
    mkdirSync(join(folder, before.replace(/-\d{8}-/, '-00000000-')));
    const after = await store.write({ n: 2 });
    expect(await namesOf(store)).toEqual([before, after]);
  });

  it('loses none of five bursts of a thousand and keeps their order', async () => {
    const store = aStore();
    await store.open();
    const given: string[] = [];
    for (let burst = 0; burst < 5; burst += 1) {
      given.push(...(await Promise.all(Array.from({ length: 1000 }, (_, n) => store.write({ burst, n })))));
    }
    const read: { burst: number; n: number }[] = [];
    for await (const { json } of store.read()) read.push(JSON.parse(json));
    expect(read.map(({ burst, n }) => burst * 1000 + n)).toEqual(Array.from({ length: 5000 }, (_, index) => index));
    expect(await namesOf(store)).toEqual(given);
  });

  it('loses none when two processes write into one folder', async () => {
    const script = `
      import { createEntryStore } from ${JSON.stringify(join(__dirname, 'index.ts'))};
      const store = createEntryStore({ folder: ${JSON.stringify(folder)}, host: 'pod-0' });
      await store.open();
      await Promise.all(Array.from({ length: 1000 }, (_, n) => store.write({ n })));
    `;
    const file = join(root, 'writer.mts');
    writeFileSync(file, script);
    const codes = await Promise.all(
      [1, 2].map(async () => (await once(fork(file, { execArgv: ['--no-warnings'] }), 'exit'))[0] as number),
    );
    expect(codes).toEqual([0, 0]);
    expect(readdirSync(folder)).toHaveLength(2000);
    expect(await namesOf(aStore())).toHaveLength(2000);
  });

  it('reads after a cursor and up to a limit', async () => {
    const store = aStore();
    await store.open();
    const names = await Promise.all(Array.from({ length: 200 }, (_, n) => store.write({ n })));
    expect(await namesOf(store, { after: names[9] as string, limit: 100 })).toEqual(names.slice(10, 110));
    expect(await namesOf(store, { after: names[199] as string })).toEqual([]);
    expect(await namesOf(store, { before: names[3] as string })).toEqual(names.slice(0, 3));
  });

  it('hands on an entry with its name first', async () => {
    const store = aStore();
    await store.open();
    const file = await store.write({ level: 'info' });
    for await (const entry of store.read()) expect(entry.json).toBe(`{"file":"${file}","level":"info"}`);
  });

  it('goes on after the newest entry when the clock went back over a restart', async () => {
    const before = aStore({ now: () => T, startId: 'one' });
    await before.open();
    const first = await before.write({});
    const after = aStore({ now: () => T - 86_400_000, startId: 'two' });
    await after.open();
    const second = await after.write({});
    expect(first < second).toBe(true);
  });

  it('makes its folder again when somebody removed it', async () => {
    const store = aStore();
    await store.open();
    rmSync(folder, { recursive: true });
    const name = await store.write({});
    expect(readdirSync(folder)).toEqual([name]);
  });

  it('takes another name when the file is already there', async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '20261121T063000000Z-00000001-pod-0-x.log'), 'theirs');
    const store = aStore({ now: () => T, startId: 'x' });
    expect(await store.write({})).toBe('20261121T063000000Z-00000002-pod-0-x.log');
    expect(readFileSync(join(folder, '20261121T063000000Z-00000001-pod-0-x.log'), 'utf8')).toBe('theirs');
  });

  it('ends before a young entry that another process has not finished, and passes over an old one', async () => {
    mkdirSync(folder, { recursive: true });
    const name = (ms: number) => `${new Date(ms).toISOString().replace(/[-:.]/g, '')}-00000001-other-1.log`;
    writeFileSync(join(folder, name(T)), '');
    writeFileSync(join(folder, name(T + 1)), '{"n":1}\n');
    expect(await namesOf(aStore({ now: () => T + 5000 }))).toEqual([]);
    expect(await namesOf(aStore({ now: () => T + 60_000 }))).toEqual([name(T + 1)]);
  });

  it('passes over files that are no entries', async () => {
    const store = aStore();
    await store.open();
    writeFileSync(join(folder, 'health.log'), 'x');
    mkdirSync(join(folder, 'lost+found'));
    const name = await store.write({});
    expect(await namesOf(store)).toEqual([name]);
  });

  it('counts what is being written as not settled', async () => {
    const store = aStore({ now: () => T });
    await store.open();
    await store.write({});
    const writing = store.write({});
    const horizon = store.horizon();
    const name = await writing;
    expect(horizon).toBe(name);
    expect(store.horizon() > name).toBe(true);
  });

  it('says that the folder cannot be used, tells its health, and recovers', async () => {
    const health: (EntryStoreError | undefined)[] = [];
    mkdirSync(join(root, 'a'), { recursive: true });
    writeFileSync(folder, 'a file where the folder should be');
    const store = aStore({ onHealth: (error) => void health.push(error) });
    await expect(store.open()).rejects.toMatchObject({ code: 'StorageUnwritable' });
    await expect(store.write({})).rejects.toMatchObject({ code: 'StorageUnwritable' });
    await expect(namesOf(store)).rejects.toMatchObject({ code: 'StorageUnwritable' });
    rmSync(folder);
    await store.check();
    await store.write({});
    expect(health.map((error) => error?.code)).toEqual([
      'StorageUnwritable',
      'StorageUnwritable',
      undefined,
      undefined,
    ]);
  });
});
