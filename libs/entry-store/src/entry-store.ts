import { checkFolder } from './check-folder.ts';
import type { DroppedHour } from './drop-hour.ts';
import { timeOfEntryName, toHorizon } from './entry-name.ts';
import { createEntryNamer, toStartPart } from './entry-namer.ts';
import { EntryStoreError } from './entry-store-error.ts';
import type { EntryStore, EntryStoreOptions, ReadEntriesOptions } from './entry-store-types.ts';
import { findNewestName, moveFlatEntries } from './hour-folders.ts';
import { createHourSizes } from './hour-sizes.ts';
import { createPresence, MAX_AHEAD_MS } from './presence.ts';
import { readEntries } from './read-entries.ts';
import { prune } from './retention.ts';
import { settledHorizon } from './settled-horizon.ts';
import { createWriteGate } from './write-gate.ts';
import { createWriterMarkers } from './writer-markers.ts';

/** Default of `EntryStoreOptions.maxWrites`. */
export const DEFAULT_MAX_WRITES = 64;
/** Default of `EntryStoreOptions.settleMs`: another process needs up to a second to notice this one. */
export const DEFAULT_SETTLE_MS = 2000;

/** A store of entries in one folder. Several processes may share the folder. */
export function createEntryStore(options: EntryStoreOptions): EntryStore {
  const { folder, host, now = Date.now, onHealth = () => undefined, retention = {} } = options;
  const { maxWrites = DEFAULT_MAX_WRITES, settleMs = DEFAULT_SETTLE_MS } = options;
  const startId = toStartPart(options.startId ?? nextStartId());
  const namer = createEntryNamer({ host, startId, now });
  const markers = createWriterMarkers({ folder, host, startId });
  const presence = createPresence({ markers, namer, oldestPendingMs: () => gate.oldestPendingMs(), catchUp, now });
  const gate = createWriteGate({ folder, namer, presence, maxWrites });
  const sizes = createHourSizes(folder);

  function write(entry: object): Promise<string> {
    return new Promise((resolve, reject) => {
      gate.write(`${JSON.stringify(entry)}\n`, (cause, name) => {
        if (cause !== undefined) return reject(unwell(`write an entry to ${folder}`, cause));
        onHealth(undefined);
        resolve(name);
      });
    });
  }

  async function check(): Promise<void> {
    try {
      await checkFolder(folder, startId);
      if (!presence.hasJoined()) await presence.tell();
    } catch (cause) {
      throw unwell(`check ${folder}`, cause);
    }
    onHealth(undefined);
  }

  async function catchUp(): Promise<void> {
    await moveFlatEntries(folder);
    const newest = await findNewestName(folder, now() + MAX_AHEAD_MS);
    if (newest !== undefined) namer.raiseTo(timeOfEntryName(newest) + 1);
  }

  const settledMs = () => settledHorizon({ namer, gate, presence, settleMs });

  async function horizon(): Promise<string> {
    return toHorizon(await settledMs().catch(toReadError));
  }

  async function* read({ after = '', before, limit = Infinity }: ReadEntriesOptions = {}) {
    const range = { after, before: before ?? (await horizon()), limit };
    try {
      yield* readEntries(folder, range);
    } catch (cause) {
      toReadError(cause);
    }
  }

  async function dropOld(): Promise<DroppedHour[]> {
    const { maxAgeMs, maxBytes } = retention;
    if (maxAgeMs === undefined && maxBytes === undefined) return [];
    try {
      return await prune({ folder, retention, sizes, now, settledMs: await settledMs() });
    } catch (cause) {
      throw new EntryStoreError(`drop old entries of ${folder}`, cause);
    }
  }

  function toReadError(cause: unknown): never {
    throw new EntryStoreError(`read entries of ${folder}`, cause);
  }

  function unwell(doing: string, cause: unknown): EntryStoreError {
    const error = new EntryStoreError(doing, cause);
    onHealth(error);
    return error;
  }

  return {
    open: check,
    async close() {
      await gate.drained();
      await presence.close();
    },
    write,
    read,
    horizon,
    check,
    prune: dropOld,
  };
}

let starts = 0;

/** Differs for every store of a process, and for every process of one host, also when a restart gives the same process id again. */
function nextStartId(): string {
  const id = process.pid.toString(36) + Math.trunc(performance.timeOrigin).toString(36);
  // Stryker disable next-line UpdateOperator,ArithmeticOperator: other numbers tell starts apart as well
  return starts++ === 0 ? id : id + (starts - 1).toString(36);
}
