/**
 * Names of entries: `<UTC time to the ms>-<counter>-<host>-<process start>.log`. As text they sort by
 * time, then by order of writing; host and start keep processes that share a folder apart.
 */
const ENTRY_NAME = /^\d{8}T\d{9}Z-\d{8,15}-[a-z0-9.-]{1,63}-[a-z0-9]{1,16}\.log$/;

const COUNTER_DIGITS = 8;

/** Whether a string is the name of an entry. Says no to every path that leads elsewhere. */
export function isEntryName(text: string): boolean {
  return text.length <= 160 && ENTRY_NAME.test(text) && !text.includes('..');
}

/** `20261121T063004123Z`: time in UTC without separators, so that names sort as text. */
export function toCompactTime(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:.]/g, '');
}

/** The time in an entry's name, in milliseconds since 1970. */
export function timeOfEntryName(name: string): number {
  const [, y, mo, d, h, mi, s, ms] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z/.exec(name) ?? [];
  return Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}.${ms}Z`);
}

/** Options of `createEntryNamer`. */
export interface EntryNamerOptions {
  /** The pod's or machine's name; other characters than a-z, 0-9, dot and dash become dashes. */
  host: string;
  /** Tells apart processes of one host, also after a restart. */
  startId: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Names never go back before this time, for example the newest entry already there. Default 0. */
  notBeforeMs?: number;
}

/** Gives one new name after the other. */
export interface EntryNamer {
  next(): string;
  /** From now on names are at this time or later. */
  raiseTo(ms: number): void;
  /** Every name given later sorts after this text; every name given so far sorts before it. */
  horizon(): string;
}

/** A namer whose names are unique and ascending, also when the clock steps back. */
export function createEntryNamer(options: EntryNamerOptions): EntryNamer {
  const suffix = `-${toHostPart(options.host)}-${options.startId}.log`;
  let timeMs = options.notBeforeMs ?? 0;
  let time = '';
  let counter = 0;
  let last = '';

  return {
    next() {
      const nowMs = options.now();
      if (nowMs > timeMs || time === '') {
        timeMs = Math.max(timeMs, nowMs);
        time = toCompactTime(timeMs);
      }
      counter += 1;
      last = `${time}-${String(counter).padStart(COUNTER_DIGITS, '0')}${suffix}`;
      return last;
    },
    raiseTo(ms) {
      if (ms <= timeMs) return;
      timeMs = ms;
      time = toCompactTime(ms);
    },
    horizon() {
      const floor = toCompactTime(Math.max(timeMs, options.now()));
      return last >= floor ? `${last}~` : floor;
    },
  };
}

function toHostPart(host: string): string {
  const part = host
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .slice(0, 63);
  return part || 'host';
}
