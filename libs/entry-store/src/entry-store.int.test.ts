import promises from 'node:fs/promises';
import fs, {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toHorizon } from './entry-name.ts';
import { createEntryStore } from './entry-store.ts';
import type { EntryStore, EntryStoreOptions, ReadEntriesOptions } from './entry-store-types.ts';
import type { EntryStoreError } from './entry-store-error.ts';
import type { StoredEntry } from './read-entry.ts';

/** Thousands of files on a busy disk. */
jest.setTimeout(60_000);

const T = Date.UTC(2026, 10, 21, 6, 30);
const HOUR = '20261121T06';
/** Stryker runs the tests once for every change it tries: smaller bursts then. */
const BURST = process.env['STRYKER_MUTATOR_WORKER'] ? 100 : 1000;
let root: string;
let folder: string;
const stores: EntryStore[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'slipway-entries-'));
  folder = join(root, 'a', 'logs');
});
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  rmSync(root, { recursive: true, force: true });
});

function aStore(options: Partial<EntryStoreOptions> = {}): EntryStore {
  const store = createEntryStore({ folder, host: 'pod-0', ...options });
  stores.push(store);
  return store;
}

async function anOpenStore(options: Partial<EntryStoreOptions> = {}): Promise<EntryStore> {
  const store = aStore(options);
  await store.open();
  return store;
}

/** A file as another process, or another time, would have left it. */
function leave(name: string, text: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
}

async function namesOf(store: EntryStore, options?: ReadEntriesOptions): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of store.read(options)) names.push(name);
  return names;
}

const nameAt = (ms: number, counter = 1) => `${toHorizon(ms)}-${String(counter).padStart(8, '0')}-other-1.log`;

describe('write', () => {
  it('makes the folder of the hour and keeps each entry in a file of its own', async () => {
    const store = await anOpenStore({ now: () => T, startId: 'x' });
    const name = await store.write({ level: 'info', message: 'hi ü' });
    expect(name).toBe('20261121T06/20261121T063000000Z-00000001-pod-0-x.log');
    expect(readFileSync(join(folder, name), 'utf8')).toBe('{"level":"info","message":"hi ü"}\n');
    expect(readdirSync(folder)).toEqual(['.writer-pod-0-x', HOUR]);
  });

  it('goes on in the next hour', async () => {
    let now = T;
    const store = await anOpenStore({ now: () => now });
    const first = await store.write({ n: 1 });
    now += 3_600_000;
    const second = await store.write({ n: 2 });
    expect(second.slice(0, 11)).toBe('20261121T07');
    expect(await namesOf(store)).toEqual([first, second]);
  });

  it('loses none of five bursts of a thousand and keeps their order', async () => {
    const store = await anOpenStore();
    const given: string[] = [];
    for (let burst = 0; burst < 5; burst += 1) {
      given.push(...(await Promise.all(Array.from({ length: BURST }, (_, n) => store.write({ burst, n })))));
    }
    const read: { burst: number; n: number }[] = [];
    for await (const { json } of store.read()) read.push(JSON.parse(json));
    expect(read.map(({ burst, n }) => burst * BURST + n)).toEqual(
      Array.from({ length: 5 * BURST }, (_, index) => index),
    );
    expect(await namesOf(store)).toEqual(given);
  });

  it('makes everything again, its sign of life included, when somebody removed the folder', async () => {
    const store = await anOpenStore({ startId: 'x' });
    await store.write({});
    rmSync(folder, { recursive: true });
    const name = await store.write({});
    expect(existsSync(join(folder, name))).toBe(true);
    expect(readdirSync(folder)).toEqual(['.writer-pod-0-x', name.slice(0, 11)]);
  });

  it('takes another name when the file is already there', async () => {
    leave(`${HOUR}/20261121T063000000Z-00000001-pod-0-x.log`, 'theirs');
    const store = aStore({ now: () => T, startId: 'x' });
    const name = await store.write({});
    expect(name > `${HOUR}/20261121T063000000Z-00000001-pod-0-x.log`).toBe(true);
    expect(readFileSync(join(folder, HOUR, '20261121T063000000Z-00000001-pod-0-x.log'), 'utf8')).toBe('theirs');
  });

  it('keeps entries also after its end, and refuses what is no JSON', async () => {
    const store = await anOpenStore();
    await store.close();
    const name = await store.write({ n: 1 });
    expect(existsSync(join(folder, name))).toBe(true);
    await expect(store.write({ n: 1n })).rejects.toThrow(TypeError);
    expect(await namesOf(store)).toEqual([name]);
  });

  it('gives two stores of one process different names', async () => {
    const [one, two] = [await anOpenStore({ now: () => T }), await anOpenStore({ now: () => T })];
    const names = await Promise.all([one.write({}), two.write({}), one.write({}), two.write({})]);
    expect(new Set(names.map((name) => name.slice(-20))).size).toBe(2);
    expect(new Set(names).size).toBe(4);
  });
});

describe('open', () => {
  it('goes on after the newest entry when the clock went back over a restart', async () => {
    const first = await (await anOpenStore({ now: () => T, startId: 'zz' })).write({});
    const second = await (await anOpenStore({ now: () => T - 86_400_000, startId: 'aa' })).write({});
    expect(first < second).toBe(true);
  });

  it('does not go on after a name from far in the future, and keeps that out of sight until its time', async () => {
    const future = nameAt(T + 27 * 3_600_000);
    leave(future, '{}\n');
    leave(nameAt(T - 1000), '{}\n');
    const store = await anOpenStore({ now: () => T });
    const name = await store.write({});
    expect(name.startsWith(toHorizon(T))).toBe(true);
    expect(await namesOf(store)).toEqual([nameAt(T - 1000), name]);
    await store.close();
    expect(await namesOf(await anOpenStore({ now: () => T + 28 * 3_600_000 }))).toContain(future);
  });

  it('looks into the hour before when the newest holds no entry', async () => {
    leave(nameAt(T), '{}\n');
    mkdirSync(join(folder, '20261121T07'));
    const store = await anOpenStore({ now: () => T - 1000 });
    expect((await store.write({})) > nameAt(T, 99_999_999)).toBe(true);
  });

  it('moves entries that lie flat in the folder into their hours', async () => {
    const names = [nameAt(T), nameAt(T + 1), nameAt(T + 3_600_000)];
    for (const name of names) leave(name.slice(12), '{"n":1}\n');
    leave('health.log', 'stays');
    const [one, two] = [aStore({ now: () => T + 7_200_000 }), aStore({ now: () => T + 7_200_000 })];
    await Promise.all([one.open(), two.open()]);
    expect(readdirSync(folder).filter((name) => !name.startsWith('.'))).toEqual([HOUR, '20261121T07', 'health.log']);
    expect(await namesOf(one)).toEqual(names);
  });

  it('joins once: a check later tries the folder and no more', async () => {
    const store = await anOpenStore();
    const touches = jest.spyOn(promises, 'utimes');
    const tries = jest.spyOn(promises, 'writeFile');
    await store.check();
    expect([touches.mock.calls.length, tries.mock.calls.length]).toEqual([0, 1]);
    jest.restoreAllMocks();
  });

  it('is made up for by the first check that succeeds', async () => {
    mkdirSync(join(root, 'a'));
    writeFileSync(folder, 'in the way');
    const store = aStore({ now: () => T });
    await expect(store.open()).rejects.toMatchObject({ code: 'StorageUnwritable' });
    rmSync(folder);
    leave(nameAt(T + 5000), '{}\n');
    await store.check();
    expect((await store.write({})) > nameAt(T + 5000)).toBe(true);
  });
});

describe('read', () => {
  it('reads after a cursor and up to a limit', async () => {
    const store = await anOpenStore();
    const names = await Promise.all(Array.from({ length: 200 }, (_, n) => store.write({ n })));
    expect(await namesOf(store, { after: names[9] as string, limit: 100 })).toEqual(names.slice(10, 110));
    expect(await namesOf(store, { after: names[199] as string })).toEqual([]);
    expect(await namesOf(store, { before: names[3] as string })).toEqual(names.slice(0, 3));
    expect(await namesOf(store, { limit: 0 })).toEqual([]);
  });

  it('goes over the borders of hours', async () => {
    const names = [0, 1, 3_600_000, 3_600_001, 7_200_000].map((ms) => nameAt(T + ms));
    for (const name of names) leave(name, '{}\n');
    const store = await anOpenStore({ now: () => T + 10_000_000 });
    expect(await namesOf(store, { limit: 2 })).toEqual(names.slice(0, 2));
    expect(await namesOf(store, { limit: 3 })).toEqual(names.slice(0, 3));
    expect(await namesOf(store, { after: names[1] as string, limit: 2 })).toEqual(names.slice(2, 4));
    expect(await namesOf(store, { after: names[0] as string, before: names[4] as string })).toEqual(names.slice(1, 4));
    expect(await namesOf(store, { before: toHorizon(T + 3_600_001) })).toEqual(names.slice(0, 3));
  });

  it('opens no folder of an hour that its range does not touch', async () => {
    for (const ms of [0, 3_600_000, 7_200_000]) leave(nameAt(T + ms), '{}\n');
    const store = await anOpenStore({ now: () => T + 10_000_000 });
    // Opening these would fail.
    for (const hour of [HOUR, '20261121T08']) {
      rmSync(join(folder, hour), { recursive: true });
      symlinkSync(hour, join(folder, hour));
    }
    await expect(namesOf(store)).rejects.toMatchObject({ code: 'StorageUnwritable' });
    const range = { after: toHorizon(T + 3_600_000), before: toHorizon(T + 3_600_001) };
    expect(await namesOf(store, range)).toEqual([nameAt(T + 3_600_000)]);
    expect(await namesOf(store, { ...range, before: '20261121T08' })).toEqual([nameAt(T + 3_600_000)]);
  });

  it('hands on an entry with its name first', async () => {
    const store = await anOpenStore();
    const [full, empty] = [await store.write({ level: 'info' }), await store.write({})];
    const read: StoredEntry[] = [];
    for await (const entry of store.read()) read.push(entry);
    expect(read).toEqual([
      { name: full, json: `{"file":"${full}","level":"info"}` },
      { name: empty, json: `{"file":"${empty}"}` },
    ]);
  });

  it.each(['', '{', '{"n":1}', '{"n":1\n', '[1]\n', '{"n":}\n', ' {"n":1}\n'])(
    'passes over %j, which a crash left, also where it uses up the limit',
    async (torn) => {
      leave(nameAt(T), torn);
      leave(nameAt(T + 1), torn);
      leave(nameAt(T + 2), '{"n":1}\n');
      const store = await anOpenStore({ now: () => T + 1000 });
      expect(await namesOf(store, { limit: 1 })).toEqual([nameAt(T + 2)]);
    },
  );

  it('passes over what is no entry', async () => {
    const store = await anOpenStore();
    const before = await store.write({ n: 1 });
    writeFileSync(join(folder, 'health.log'), 'x');
    writeFileSync(join(folder, before.slice(0, 11), 'health.log'), '{}\n');
    mkdirSync(join(folder, 'lost+found'));
    mkdirSync(join(folder, before.replace(/-\d{8}-/, '-00000000-')));
    writeFileSync(join(folder, '20200101T00'), 'a file named like an hour');
    const after = await store.write({ n: 2 });
    expect(await namesOf(store)).toEqual([before, after]);
  });

  it('goes on where an hour goes away meanwhile', async () => {
    for (let n = 0; n < 200; n += 1) leave(nameAt(T + n), '{}\n');
    leave(nameAt(T + 3_600_000), '{}\n');
    leave(nameAt(T + 7_200_000), '{}\n');
    const store = await anOpenStore({ now: () => T + 10_000_000 });
    const names: string[] = [];
    for await (const { name } of store.read()) {
      if (names.push(name) > 1) continue;
      rmSync(join(folder, HOUR), { recursive: true });
      rmSync(join(folder, '20261121T07'), { recursive: true });
    }
    expect([...names].sort()).toEqual(names);
    expect(names.at(-1)).toBe(nameAt(T + 7_200_000));
    expect(names.length).toBeLessThan(200);
  });
});

describe('horizon', () => {
  it('is after everything written, before everything to come, and needs no clock that goes on', async () => {
    const store = await anOpenStore({ now: () => T });
    let last = '';
    for (let n = 0; n < 5; n += 1) {
      const name = await store.write({ n });
      const horizon = await store.horizon();
      expect(last < name && name < horizon).toBe(true);
      last = horizon;
    }
    expect(last).toBe(toHorizon(T + 5));
  });

  it('of another store is not past what is being written here', async () => {
    let now = T;
    const [one, two] = [await anOpenStore({ now: () => now }), await anOpenStore({ now: () => now, settleMs: 100 })];
    const real = fs.open as (...args: unknown[]) => void;
    let go = () => undefined as void;
    const held = new Promise<void>((resolve) => (go = resolve));
    const opens = jest
      .spyOn(fs, 'open')
      .mockImplementation(((...args: unknown[]) => void held.then(() => real(...args))) as unknown as typeof fs.open);
    const writing = one.write({});
    now += 1000;
    await one.horizon();
    const horizon = await two.horizon();
    opens.mockRestore();
    go();
    expect(horizon <= (await writing)).toBe(true);
  });

  it('waits for what is being written', async () => {
    const store = await anOpenStore();
    const writing = Array.from({ length: 64 }, (_, n) => store.write({ n }));
    const read = await namesOf(store);
    expect(read).toEqual(await Promise.all(writing));
  });
});

describe('a folder that cannot be used', () => {
  it('is named in what is said about it', async () => {
    mkdirSync(join(root, 'a'), { recursive: true });
    writeFileSync(folder, 'a file where the folder should be');
    const store = aStore({ retention: { maxBytes: 1 } });
    const messages = await Promise.all(
      [store.write({}), store.check(), namesOf(store), store.prune()].map((each) =>
        each.catch((error: Error) => error.message.split(':')[0]),
      ),
    );
    expect(messages).toEqual(
      ['write an entry to', 'check', 'read entries of', 'drop old entries of'].map((doing) =>
        expect.stringContaining(`${doing} ${folder}`),
      ),
    );
  });

  it('is told, with a code, and recovers', async () => {
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
    expect(health.map((error) => error?.code ?? 'well')).toEqual([
      'StorageUnwritable',
      'StorageUnwritable',
      'well',
      'well',
    ]);
  });
});
