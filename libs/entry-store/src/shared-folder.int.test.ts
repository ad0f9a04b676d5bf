import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { toHorizon } from './entry-name.ts';
import { createEntryStore } from './entry-store.ts';
import type { EntryStore, EntryStoreOptions } from './entry-store-types.ts';

/** Processes start within a second, and several seconds late on a busy machine. */
jest.setTimeout(90_000);

let folder: string;
const children: ChildProcess[] = [];
const stores: EntryStore[] = [];

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'slipway-shared-'))));
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  for (const store of stores.splice(0)) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function anOpenStore(options: Partial<EntryStoreOptions> = {}): Promise<EntryStore> {
  const store = createEntryStore({ folder, host: 'pod-0', ...options });
  stores.push(store);
  await store.open();
  return store;
}

function aWriter({ bursts = 1, perBurst = 1, end = 'close' }) {
  const args = ['--no-warnings', join(__dirname, '__fixtures__/write-entries.ts'), folder];
  const child = spawn(process.execPath, [...args, String(bursts), String(perBurst), end], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const given: string[][] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => given.push(JSON.parse(line) as string[]));
  return {
    child,
    given,
    nextBurst: () => once(lines, 'line'),
    ended: once(child, 'close').then(([code, signal]) => (signal ?? code) as string | number),
  };
}

async function namesOf(store: EntryStore, after = '', limit = Infinity): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of store.read({ after, limit })) names.push(name);
  return names;
}

function filesIn(): string[] {
  const hours = readdirSync(folder).filter((name) => !name.startsWith('.'));
  return hours.flatMap((hour) => readdirSync(join(folder, hour)).map((name) => `${hour}/${name}`)).sort();
}

describe('a folder shared by processes', () => {
  it('loses none of five bursts of a thousand from each of two, names unique and in order', async () => {
    const writers = [aWriter({ bursts: 5, perBurst: 1000 }), aWriter({ bursts: 5, perBurst: 1000 })];
    for (const writer of writers) expect(await writer.ended).toBe(0);
    for (const { given } of writers) {
      expect(given.map((burst) => burst.length)).toEqual([1000, 1000, 1000, 1000, 1000]);
      expect(given.flat()).toEqual([...given.flat()].sort());
    }
    const all = writers.flatMap(({ given }) => given.flat()).sort();
    expect(new Set(all).size).toBe(10_000);
    expect(filesIn()).toEqual(all);
    expect(await namesOf(await anOpenStore())).toEqual(all);
  });

  it('is read by cursor without a gap or a double while two processes and the reader write', async () => {
    const reader = await anOpenStore();
    const writers = [aWriter({ bursts: 40, perBurst: 50 }), aWriter({ bursts: 40, perBurst: 50 })];
    let areDone = false;
    const done = Promise.all(writers.map(({ ended }) => ended)).then(() => (areDone = true));
    const [own, read]: [string[], string[]] = [[], []];
    for (;;) {
      const isLast = areDone;
      own.push(await reader.write({}));
      const page = await namesOf(reader, read.at(-1), 97);
      read.push(...page);
      if (isLast && page.length < 97) break;
    }
    await done;
    expect(read).toEqual([...own, ...writers.flatMap(({ given }) => given.flat())].sort());
    expect(read).toHaveLength(4000 + own.length);
  });

  it('goes on without a process that was killed', async () => {
    const writer = aWriter({ bursts: 1, perBurst: 20, end: 'crash' });
    expect(await writer.ended).toBe('SIGKILL');
    const reader = await anOpenStore();
    const own = await reader.write({});
    let read: string[] = [];
    while (!read.includes(own)) read = await namesOf(reader);
    expect(read).toEqual([...writer.given.flat(), own]);
  });

  it('waits for a process that stands still, never past it, and counts it as dead after a while', async () => {
    const writer = aWriter({ bursts: 1, perBurst: 1, end: 'stay' });
    await writer.nextBurst();
    const reader = await anOpenStore({ settleMs: 100 });
    while (!(await namesOf(reader)).includes(writer.given[0]?.[0] as string));
    writer.child.kill('SIGSTOP');
    const stoppedAt = toHorizon(Date.now());
    let own = await reader.write({});
    while (own < stoppedAt) own = await reader.write({});
    await new Promise((resolve) => setTimeout(resolve, 1200)); // Longer than between two signs of life.
    const late = await reader.write({});
    expect(await namesOf(reader)).not.toContain(late);
    while (!(await namesOf(reader)).includes(late));
  });

  it('begins after what another process has promised, also where its clock is behind', async () => {
    const ahead = await anOpenStore({ now: () => Date.now() + 60_000, startId: 'a' });
    const horizon = await ahead.horizon();
    const behind = await anOpenStore({ startId: 'b' });
    const name = await behind.write({});
    expect(name > horizon).toBe(true);
    while (!(await namesOf(ahead)).includes(name));
  });

  it('does not follow a clock that is more than a day ahead', async () => {
    await anOpenStore({ now: () => Date.now() + 48 * 3_600_000, startId: 'a' });
    const store = await anOpenStore({ startId: 'b', settleMs: 1 });
    expect((await store.write({})) < toHorizon(Date.now() + 3_600_000)).toBe(true);
  });

  it('waits for a process that is just beginning', async () => {
    const store = await anOpenStore({ settleMs: 50, startId: 'a' });
    const name = await store.write({});
    writeFileSync(join(folder, '.writer-pod-0-new'), '');
    utimesSync(join(folder, '.writer-pod-0-new'), 0, 0);
    expect(await namesOf(store)).toEqual([]);
    rmSync(join(folder, '.writer-pod-0-new'));
    expect(await namesOf(store)).toEqual([name]);
  });

  it('is left without a marker by a process that ends', async () => {
    const store = await anOpenStore();
    await store.write({});
    await store.close();
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
