import { toHorizon } from './entry-name.ts';

/** Options of `createEntryNamer`. */
export interface EntryNamerOptions {
  /** The pod's or machine's name; other characters than a-z, 0-9, dot and dash become dashes. */
  host: string;
  /** Tells apart processes of one host, also after a restart; other characters than a-z and 0-9 are left out. */
  startId: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** The last counter given; for tests of its end. Default 0. */
  counter?: number;
}

/** Gives one new name after the other. */
export interface EntryNamer {
  next(): string;
  /** From now on names are at this time or later. */
  raiseTo(ms: number): void;
  /** A time, in milliseconds, before which no name will be given any more. */
  floor(): number;
  /** Like `floor`, and every name given so far is before it. */
  cut(): number;
}

const MAX_COUNTER = 99_999_999;
/** The end of the year 9999: later times have more digits and would not sort. */
const MAX_MS = 253_402_300_799_999;

/** A namer whose names are unique and ascending, also when the clock steps back. */
export function createEntryNamer(options: EntryNamerOptions): EntryNamer {
  const suffix = `-${toHostPart(options.host)}-${toStartPart(options.startId)}.log`;
  let timeMs = 0;
  let prefix = toPrefix(timeMs);
  let counter = options.counter ?? 0;
  /** The time of the last name. */
  let givenMs = -1;

  function raiseTo(ms: number): void {
    if (!(ms > timeMs)) return;
    timeMs = Math.min(Math.floor(ms), MAX_MS);
    prefix = toPrefix(timeMs);
  }

  function floor(): number {
    raiseTo(options.now());
    return timeMs;
  }

  return {
    next() {
      floor();
      // A counter of more digits would sort before one of fewer; it begins again, a millisecond later.
      if (counter === MAX_COUNTER) {
        raiseTo(timeMs + 1);
        counter = 0;
      }
      counter += 1;
      givenMs = timeMs;
      return prefix + String(counter).padStart(8, '0') + suffix;
    },
    raiseTo,
    floor,
    cut() {
      if (floor() === givenMs) raiseTo(timeMs + 1);
      return timeMs;
    },
  };
}

function toPrefix(ms: number): string {
  return `${toHorizon(ms)}-`;
}

/** The part of names that says which machine or pod wrote them. */
export function toHostPart(host: string): string {
  const part = host
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .slice(0, 63);
  return part || 'host';
}

/** The part of names that says which start of a process wrote them. */
export function toStartPart(startId: string): string {
  return (
    startId
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
      .slice(0, 16) || '0'
  );
}
