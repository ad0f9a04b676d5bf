import type { EntryNamer } from './entry-namer.ts';
import type { WriterMarkers } from './writer-markers.ts';
import { DEAD_AFTER_MS } from './writer-markers.ts';

/** Options of `createPresence`. */
export interface PresenceOptions {
  markers: WriterMarkers;
  namer: EntryNamer;
  /** The time of the oldest name whose write is not over; undefined when there is none. */
  oldestPendingMs: () => number | undefined;
  /** Called once, when the others already wait for this process: what names have to go on after. */
  catchUp: () => Promise<void>;
  /** Milliseconds since 1970, for judging whether others are too far ahead. */
  now: () => number;
}

/** Lets the other processes on a folder know that this one writes, and up to where it has settled. */
export interface Presence {
  /** Goes on after the others, says up to where this process has settled, and goes on saying it. */
  tell(): Promise<void>;
  /** Says up to where this process has settled, without a look at the others. */
  publish(): Promise<void>;
  /** The lowest floor of all other live processes; Infinity when there are none. */
  floorOfOthers(): Promise<number>;
  /** Whether the others have been told at all. */
  hasJoined(): boolean;
  /** Whether the others know well enough that this process lives for it to begin a write. */
  isKnown(): boolean;
  /** Whether the others may have gone on without this process, because it stood still for too long. */
  mayCountAsDead(): boolean;
  /** Says no more, and takes this process's marker away. */
  close(): Promise<void>;
}

/** How far ahead of the clock names may be because of others: a wrong date by a day in the worst time zone. */
export const MAX_AHEAD_MS = 26 * 3_600_000;
/** Another process is noticed within this time. */
const ALONE_EVERY_MS = 1000;
/** With others on the folder a reader waits this long, at most, for a floor. */
const IN_COMPANY_EVERY_MS = 50;
/** A write that begins so long after the last sign of life is over, or given up, before this process counts as dead. */
const KNOWN_FOR_MS = DEAD_AFTER_MS / 2;
const DEAD_MARGIN_MS = 500;

/** The presence of one process on one folder. */
export function createPresence(options: PresenceOptions): Presence {
  const { markers, namer, oldestPendingMs, catchUp, now } = options;
  /** When the last sign of life that arrived was begun; monotonic. */
  let toldAt = -Infinity;
  /** When a sign of life last failed: who cannot leave a marker still tries to write, and says why it cannot. */
  let failedAt = -Infinity;
  let hasCompany = false;
  let isClosed = false;
  let last: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  async function floorOfOthers(): Promise<number> {
    const floors = await markers.floorsOfOthers();
    hasCompany = floors.length > 0;
    const highest = Math.max(...floors);
    // Whoever lags behind the others' clocks would hold up every reader.
    if (highest - now() <= MAX_AHEAD_MS) namer.raiseTo(highest);
    return Math.min(...floors);
  }

  async function touch(): Promise<void> {
    const begun = performance.now();
    const floorMs = Math.min(namer.floor(), oldestPendingMs() ?? Infinity);
    await markers.touch(floorMs);
    toldAt = begun;
  }

  const hasJoined = () => toldAt > -Infinity;

  async function join(): Promise<void> {
    if (!hasJoined()) {
      // The marker says that nothing has settled, so that from here on the others wait for this process.
      await markers.touch(0);
      await catchUp();
    }
    await floorOfOthers();
    await touch();
  }

  /** One after the other, and none once the presence has ended, since it would bring the marker back. */
  function run(step: () => Promise<void>): Promise<void> {
    const done = last.then(() => (isClosed ? undefined : step()));
    last = done.catch(() => void (failedAt = performance.now())).finally(goOn);
    return done;
  }

  const tell = () => run(join);

  function goOn(): void {
    clearTimeout(timer);
    if (isClosed) return;
    const again = () => void tell().catch(() => undefined);
    timer = setTimeout(again, hasCompany ? IN_COMPANY_EVERY_MS : ALONE_EVERY_MS).unref();
  }

  return {
    tell,
    publish: () => run(hasJoined() ? touch : join),
    hasJoined,
    floorOfOthers,
    isKnown() {
      const at = performance.now();
      return at - toldAt < KNOWN_FOR_MS || at - failedAt < KNOWN_FOR_MS;
    },
    mayCountAsDead: () => hasJoined() && performance.now() - toldAt > DEAD_AFTER_MS - DEAD_MARGIN_MS,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await last;
      await markers.remove();
    },
  };
}
