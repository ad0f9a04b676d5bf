import type { DroppedHour } from './drop-hour.ts';
import type { EntryStoreError } from './entry-store-error.ts';
import type { StoredEntry } from './read-entry.ts';
import type { Retention } from './retention.ts';

/** Options of `createEntryStore`. */
export interface EntryStoreOptions {
  /** Folder of the entries, one file each in folders by hour; made if absent. */
  folder: string;
  /** The pod's or machine's name; part of every file name. */
  host: string;
  /** Tells this process from others on the same folder. Default: process id and start time in base 36. */
  startId?: string;
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: () => number;
  /** Told after each write and check whether entries can be kept; undefined means they can. */
  onHealth?: (error: EntryStoreError | undefined) => void;
  /** Files written at once; further writes wait their turn. Default 64: four threads write, and more only wait in the kernel. */
  maxWrites?: number;
  /** Longest wait of a reader, in milliseconds, for what others are writing. Default 2000. */
  settleMs?: number;
  /** What `prune` drops. Default: nothing. */
  retention?: Retention;
}

/** Which entries to read. */
export interface ReadEntriesOptions {
  /** Only entries after this name. Default: from the first. */
  after?: string;
  /** Only entries before this text, which `horizon()` gave or which is earlier. Default: `horizon()`. */
  before?: string;
  /** At most so many. Default: all. */
  limit?: number;
}

/** One file per entry, written once, never half. */
export interface EntryStore {
  /** Makes the folder and looks for the newest entry, so that names go on after it. Throws `EntryStoreError`. */
  open(): Promise<void>;
  /** Waits for the writes and lets the other processes on the folder know that this one is done. */
  close(): Promise<void>;
  /**
   * Keeps one entry and gives its name, `<hour>/<file>`: its path within the folder. The file is there when
   * the promise resolves. Throws `EntryStoreError`; nothing is left behind then.
   */
  write(entry: object): Promise<string>;
  /** Entries in order of their names, up to where every process on the folder has settled. Throws `EntryStoreError`. */
  read(options?: ReadEntriesOptions): AsyncIterable<StoredEntry>;
  /**
   * Everything before this text is settled: no live process on the folder will ever add anything there. All
   * that this store had written is before it, unless another process takes longer than `settleMs`. Throws
   * `EntryStoreError`.
   */
  horizon(): Promise<string>;
  /** Tries whether an entry could be kept, without keeping one. Throws `EntryStoreError`. */
  check(): Promise<void>;
  /** Drops what `retention` no longer keeps, in whole past hours; gives what was dropped. Throws `EntryStoreError`. */
  prune(): Promise<DroppedHour[]>;
}
