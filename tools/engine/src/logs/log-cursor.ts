import type { TimedLine } from './parse-log-line.ts';

/** Two streams of one container may be written a little out of order; so much before the end is asked for again. */
const OVERLAP_MS = 1000;
/** Lines so much older than the newest one are not remembered: the overlap, and the second that the server rounds to. */
const REMEMBER_MS = 3000;
const MOST_REMEMBERED = 5000;

/** Where the reading of one log stands, so that it can go on after a broken connection. */
export interface LogCursor {
  /** From where to ask again, ISO 8601; undefined as long as no line came. */
  resume(): string | undefined;
  /** Whether a line is new: after `resume` the server repeats some. */
  accept(line: TimedLine): boolean;
}

/** A cursor that tells repeated lines by time and text, each as often as it came. */
export function createLogCursor(): LogCursor {
  let seen: { time: string; key: string }[] = [];
  let newest = '';
  let repeated = new Map<string, number>();
  /** Of lines as old as this nothing is remembered any more: they have all come. */
  let forgotten = '';

  return {
    resume() {
      if (newest === '') return undefined;
      repeated = new Map();
      for (const { key } of seen) repeated.set(key, (repeated.get(key) ?? 0) + 1);
      return new Date(Date.parse(newest) - OVERLAP_MS).toISOString();
    },
    accept({ time, text }) {
      const key = `${time} ${text}`;
      const count = repeated.get(key) ?? 0;
      if (count > 0) {
        repeated.set(key, count - 1);
        return false;
      }
      if (forgotten !== '' && time <= forgotten) return false;
      seen.push({ time, key });
      if (time > newest) newest = time;
      if (seen.length > 2 * MOST_REMEMBERED) forget();
      return true;
    },
  };

  function forget(): void {
    const limit = new Date(Date.parse(newest) - REMEMBER_MS).toISOString();
    const young = seen.filter(({ time }) => time > limit).slice(-MOST_REMEMBERED);
    for (const { time } of seen.slice(0, seen.length - young.length)) if (time > forgotten) forgotten = time;
    seen = young;
  }
}
