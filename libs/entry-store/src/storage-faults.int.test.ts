import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createEntryStore } from './entry-store.ts';
import type { EntryStoreError } from './entry-store-error.ts';
import type { EntryStore } from './entry-store-types.ts';

/** Processes start within a second, and several seconds late on a busy machine. */
jest.setTimeout(60_000);

/** Small and read-only file systems need the right to mount; without it these cases cannot be built. */
const probe = mkdtempSync(join(tmpdir(), 'slipway-mount-'));
const canMount = spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', probe]).status === 0;
if (canMount) spawnSync('umount', [probe]);
rmSync(probe, { recursive: true });
const itAsRoot = canMount ? it : it.skip;
const itOnLinux = process.platform === 'linux' ? it : it.skip;

let root: string;
const mounts: string[] = [];
const stores: EntryStore[] = [];
let health: (string | undefined)[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'slipway-faults-'));
  health = [];
});
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  for (const path of mounts.splice(0)) spawnSync('umount', [path]);
  rmSync(root, { recursive: true, force: true });
});

function mountTmpfs(options: string): string {
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', root]).status).toBe(0);
  mounts.push(root);
  return root;
}

async function anOpenStore(folder: string): Promise<EntryStore> {
  const onHealth = (error: EntryStoreError | undefined) => void health.push(error?.code);
  const store = createEntryStore({ folder, host: 'pod-0', onHealth });
  stores.push(store);
  await store.open();
  health = [];
  return store;
}

const codeOf = (write: Promise<unknown>) =>
  write.then(
    () => 'kept',
    (error: EntryStoreError) => error.code,
  );

function filesIn(folder: string): string[] {
  const hours = readdirSync(folder).filter((name) => /^\d{8}T\d\d$/.test(name));
  return hours.flatMap((hour) => readdirSync(join(folder, hour)).map((name) => `${hour}/${name}`)).sort();
}

async function namesOf(store: EntryStore): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of store.read()) names.push(name);
  return names;
}

describe('a full disk', () => {
  itAsRoot('is told as StorageFull, keeps what was answered, leaves nothing torn, and is left again', async () => {
    const folder = mountTmpfs('size=256k');
    const store = await anOpenStore(folder);
    const entry = { message: 'x'.repeat(6000) };
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => store.write(entry)));
    const kept = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
    expect(kept.length).toBeGreaterThan(10);
    expect(new Set(lost)).toEqual(new Set(['StorageFull']));
    expect(filesIn(folder)).toEqual(kept);
    for (const name of kept) expect(statSync(join(folder, name)).size).toBe(6015);
    expect(await namesOf(store)).toEqual(kept);
    await expect(store.check()).rejects.toMatchObject({ code: 'StorageFull' });
    expect(health.at(-1)).toBe('StorageFull');
    rmSync(join(folder, kept[0] as string));
    await store.check();
    expect(health.at(-1)).toBe(undefined);
    const name = await store.write({ n: 1 });
    expect(await namesOf(store)).toEqual([...kept.slice(1), name]);
  });

  itAsRoot('is told as StorageFull when only its inodes are used up', async () => {
    const folder = mountTmpfs('size=1m,nr_inodes=20');
    const store = await anOpenStore(folder);
    await store.write({ n: 1 });
    let ballast = 0;
    for (; ballast < 30; ballast += 1) {
      try {
        writeFileSync(join(folder, `ballast-${ballast}`), '');
      } catch {
        break;
      }
    }
    expect(ballast).toBeLessThan(30);
    expect(await codeOf(store.write({ n: 2 }))).toBe('StorageFull');
    await expect(store.check()).rejects.toMatchObject({ code: 'StorageFull' });
    expect(await namesOf(store)).toHaveLength(1);
    rmSync(join(folder, 'ballast-0'));
    expect(await codeOf(store.write({ n: 3 }))).toBe('kept');
  });
});

describe('a full disk at the turn of an hour', () => {
  itAsRoot('is told as StorageFull, though it is the folder of the hour that finds no room', async () => {
    const folder = mountTmpfs('nr_inodes=16');
    let nowMs = Date.UTC(2026, 10, 21, 6, 59);
    const store = createEntryStore({ folder, host: 'pod-0', now: () => nowMs });
    stores.push(store);
    await store.open();
    const before = await store.write({ n: 1 });
    const ballast: string[] = [];
    const fill = () => {
      for (;;) {
        const path = join(folder, `ballast-${ballast.length}`);
        writeFileSync(path, '');
        ballast.push(path);
      }
    };
    expect(fill).toThrow('ENOSPC');
    nowMs += 3_600_000;
    expect(await codeOf(store.write({ n: 2 }))).toBe('StorageFull');
    for (const path of ballast) rmSync(path);
    const after = await store.write({ n: 3 });
    expect(filesIn(folder)).toEqual([before, after]);
    expect(after).toMatch(/^20261121T07/);
  });
});

describe('a file system that is read-only', () => {
  itAsRoot('is told as StorageUnwritable, can be read, and is left again', async () => {
    const folder = mountTmpfs('size=1m');
    const store = await anOpenStore(folder);
    const before = await store.write({ n: 1 });
    const remount = (mode: string) => spawnSync('mount', ['-o', `remount,${mode}`, folder]).status;
    expect(remount('ro')).toBe(0);
    expect(await codeOf(store.write({ n: 2 }))).toBe('StorageUnwritable');
    await expect(store.check()).rejects.toThrow('EROFS');
    // Another one that begins here finds it so as well, and is no hindrance to reading.
    const late = createEntryStore({ folder, host: 'pod-1', settleMs: 1 });
    await expect(late.open()).rejects.toMatchObject({ code: 'StorageUnwritable' });
    expect(await codeOf(late.write({}))).toBe('StorageUnwritable');
    expect(await namesOf(store)).toEqual([before]);
    expect(remount('rw')).toBe(0);
    await store.check();
    const after = await store.write({ n: 3 });
    expect(await namesOf(store)).toEqual([before, after]);
    await late.close();
  });
});

describe('a folder that changes under the store', () => {
  it('is told when a file is in its place, and used again when it is back', async () => {
    const folder = join(root, 'logs');
    const store = await anOpenStore(folder);
    await store.write({ n: 1 });
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'in the way');
    expect(await codeOf(store.write({ n: 2 }))).toBe('StorageUnwritable');
    expect(readFileSync(folder, 'utf8')).toBe('in the way');
    expect(health.at(-1)).toBe('StorageUnwritable');
    rmSync(folder);
    const name = await store.write({ n: 3 });
    expect(filesIn(folder)).toEqual([name]);
  });

  it('is told when a file is in the place of the hour', async () => {
    const folder = join(root, 'logs');
    const T = Date.UTC(2026, 10, 21, 6, 30);
    const store = createEntryStore({ folder, host: 'pod-0', now: () => T });
    stores.push(store);
    await store.open();
    writeFileSync(join(folder, '20261121T06'), 'in the way');
    expect(await codeOf(store.write({ n: 1 }))).toBe('StorageUnwritable');
    rmSync(join(folder, '20261121T06'));
    expect(await codeOf(store.write({ n: 2 }))).toBe('kept');
  });
});

describe('the limits of a process', () => {
  async function tryWrites({ wrap = [], args }: { wrap?: string[]; args: string[] }): Promise<unknown> {
    const script = [process.execPath, '--no-warnings', join(__dirname, '__fixtures__/try-writes.ts'), ...args];
    const [command = '', ...rest] = [...wrap, ...script];
    const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [output] = await Promise.all([text(child.stdout), once(child, 'close')]);
    return JSON.parse(output);
  }

  itOnLinux('are waited for where too many files are open', async () => {
    const folder = join(root, 'logs');
    const wrap = ['sh', '-c', 'ulimit -n 100; exec "$@"', 'sh'];
    const said = await tryWrites({ wrap, args: [folder, '200', '300', '400'] });
    expect(said).toEqual({ opened: 'open', outcomes: ['kept'], count: 300 });
    expect(filesIn(folder)).toHaveLength(300);
  });

  itOnLinux('are told as StorageUnwritable where they do not pass', async () => {
    const folder = join(root, 'logs');
    const wrap = ['sh', '-c', 'ulimit -n 100; exec "$@"', 'sh'];
    const said = await tryWrites({ wrap, args: [folder, '200', '3'] });
    expect(said).toEqual({ opened: 'open', outcomes: ['StorageUnwritable'], count: 3 });
    expect(filesIn(folder)).toEqual([]);
  });

  itAsRoot("are told as StorageUnwritable where the folder is another user's", async () => {
    const folder = join(root, 'logs');
    chmodSync(root, 0o755);
    mkdirSync(folder, { mode: 0o755 });
    const wrap = ['setpriv', '--reuid=65532', '--regid=65532', '--clear-groups'];
    const args = [folder, '0', '2'];
    expect(await tryWrites({ wrap, args })).toEqual({
      opened: 'StorageUnwritable',
      outcomes: ['StorageUnwritable'],
      count: 2,
    });
    chownSync(folder, 65532, 65532);
    expect(await tryWrites({ wrap, args })).toEqual({ opened: 'open', outcomes: ['kept'], count: 2 });
  });
});
