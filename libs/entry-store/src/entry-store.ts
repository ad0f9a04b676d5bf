import { mkdir, unlink, writeFile } from 'node:fs';
import { join } from 'node:path';
import type { EntryNamer } from './entry-name.ts';
import { createEntryNamer, timeOfEntryName } from './entry-name.ts';
import { EntryStoreError } from './entry-store-error.ts';
import type { StoredEntry } from './read-entry.ts';
import { readEntry } from './read-entry.ts';
import { readNames, readNewestName } from './read-names.ts';

/** Options of `createEntryStore`. */
export interface EntryStoreOptions {
  /** Folder of the entries, one file each; made if absent. */
  folder: string;
  /** The pod's or machine's name; part of every file name. */
  host: string;
  /** Tells this process from others on the same folder. Default: process id and start time in base 36. */
  startId?: string;
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: () => number;
  /** Told after each write and check whether entries can be kept; undefined means they can. */
  onHealth?: (error: EntryStoreError | undefined) => void;
}

/** Which entries to read. */
export interface ReadEntriesOptions {
  /** Only entries after this name. Default: from the first. */
  after?: string;
  /** Only entries before this text. Default: the store's own horizon. */
  before?: string;
  /** At most so many. Default: all. */
  limit?: number;
}

/** One file per entry, written once, never half. */
export interface EntryStore {
  /** Makes the folder and looks for the newest entry, so that names go on after it. Throws `EntryStoreError`. */
  open(): Promise<void>;
  /** Keeps one entry and gives its file name. Throws `EntryStoreError`; nothing is left behind then. */
  write(entry: object): Promise<string>;
  /** Entries in order of their names. Ends before the first one that is still being written. */
  read(options?: ReadEntriesOptions): AsyncIterable<StoredEntry>;
  /** Everything before this text is settled: nothing will ever be added there by this store. */
  horizon(): string;
  /** Tries whether an entry could be kept, without keeping one. Throws `EntryStoreError`. */
  check(): Promise<void>;
}

const NAMES_PER_PASS = 20_000;
const READS_AT_ONCE = 64;
/** A file of another process that is not whole after this time was left by a crash and is passed over. */
const LEFT_BEHIND_AFTER_MS = 10_000;
/** As large as a block, since a full disk may still have room for less. */
const CHECK_CONTENT = Buffer.alloc(4096);
const FIRST = '';
const LAST = '~';

/** A store of entries in one folder. Several processes may share the folder. */
export function createEntryStore(options: EntryStoreOptions): EntryStore {
  const { folder, host, now = Date.now, onHealth = () => undefined } = options;
  const startId = options.startId ?? toStartId();
  const namer: EntryNamer = createEntryNamer({ host, startId, now });
  const pending = new Set<string>();

  /** Calls back, because a promise per step of every write would cost as much as the write itself. */
  function keep(name: string, text: string, retries: number, done: (error: unknown, name: string) => void): void {
    const path = join(folder, name);
    pending.add(name);
    writeFile(path, text, { flag: 'wx' }, (error) => {
      if (!error) {
        pending.delete(name);
        return done(undefined, name);
      }
      const finish = (then: () => void) => {
        pending.delete(name);
        then();
      };
      // Somebody else's file of that name stays; one of ours that could not be finished goes.
      if (error.code === 'EEXIST' && retries > 0) return finish(() => keep(namer.next(), text, retries - 1, done));
      if (error.code === 'ENOENT' && retries > 0) {
        return mkdir(folder, { recursive: true }, () => finish(() => keep(namer.next(), text, retries - 1, done)));
      }
      if (error.code === 'EEXIST') return finish(() => done(error, name));
      return unlink(path, () => finish(() => done(error, name)));
    });
  }

  function write(entry: object): Promise<string> {
    const text = `${JSON.stringify(entry)}\n`;
    return new Promise((resolve, reject) => {
      keep(namer.next(), text, 2, (cause, name) => {
        if (cause === undefined) {
          onHealth(undefined);
          return resolve(name);
        }
        const error = new EntryStoreError(`write an entry to ${folder}`, cause);
        onHealth(error);
        reject(error);
      });
    });
  }

  function horizon(): string {
    let lowest = namer.horizon();
    for (const name of pending) if (name < lowest) lowest = name;
    return lowest;
  }

  async function* read({ after = FIRST, before, limit = Infinity }: ReadEntriesOptions = {}) {
    const end = before ?? horizonOfAll();
    let left = limit;
    let cursor = after;
    while (left > 0) {
      const wanted = Math.min(left, NAMES_PER_PASS);
      const names = await readNames(folder, { after: cursor, before: end, limit: wanted }).catch(toReadError);
      for (let start = 0; start < names.length; start += READS_AT_ONCE) {
        const batch = names.slice(start, start + READS_AT_ONCE);
        const entries = await Promise.all(batch.map((name) => readEntry(join(folder, name), name))).catch(toReadError);
        for (const [index, entry] of entries.entries()) {
          const name = batch[index] as string;
          if (entry === 'incomplete' && now() - timeOfEntryName(name) < LEFT_BEHIND_AFTER_MS) return;
          if (typeof entry === 'string') continue;
          yield entry;
          left -= 1;
        }
      }
      if (names.length < wanted) return;
      cursor = names.at(-1) as string;
    }
  }

  /** Entries of other processes on this folder count as well; only our own unfinished ones are a limit. */
  function horizonOfAll(): string {
    let lowest = LAST;
    for (const name of pending) if (name < lowest) lowest = name;
    return lowest;
  }

  function toReadError(cause: unknown): never {
    throw new EntryStoreError(`read entries of ${folder}`, cause);
  }

  async function tryFolder(): Promise<void> {
    const probe = join(folder, `.check-${startId}`);
    await new Promise<void>((resolve, reject) => {
      mkdir(folder, { recursive: true }, (error) => {
        if (error) return reject(error);
        writeFile(probe, CHECK_CONTENT, (failed) => unlink(probe, () => (failed ? reject(failed) : resolve())));
      });
    });
  }

  async function check(): Promise<void> {
    try {
      await tryFolder();
      onHealth(undefined);
    } catch (cause) {
      const error = new EntryStoreError(`check ${folder}`, cause);
      onHealth(error);
      throw error;
    }
  }

  return {
    async open() {
      await check();
      const newest = await readNewestName(folder).catch(toReadError);
      if (newest !== undefined) namer.raiseTo(timeOfEntryName(newest));
    },
    write,
    read,
    horizon,
    check,
  };
}

/** Differs for every process of one host, also when a restart gives the same process id again. */
function toStartId(): string {
  return `${process.pid.toString(36)}${Math.trunc(performance.timeOrigin).toString(36)}`;
}
