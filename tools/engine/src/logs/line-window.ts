import type { Clock, LogLine } from '@slipway/contracts';

/** Lines of several logs are held back this long, in milliseconds, to be put in order of time. */
const DEFAULT_WINDOW_MS = 250;
/** Most lines that are held; then whoever reads logs has to wait. */
const DEFAULT_MOST_LINES = 2000;

/** Where lines of many logs come in as they are read, and go out in order of time. */
export interface LineWindow {
  /** Resolves when there is room for more. */
  push(line: LogLine): Promise<void>;
  /** Ends after what is held was given. With an error: throws it then. */
  close(error?: unknown): void;
  lines(): AsyncGenerator<LogLine>;
}

/** A window of bounded size: memory stays the same however slow its reader is. */
export function createLineWindow({
  clock,
  windowMs = DEFAULT_WINDOW_MS,
  mostLines = DEFAULT_MOST_LINES,
}: {
  clock: Clock;
  windowMs?: number;
  mostLines?: number;
}): LineWindow {
  const held: { line: LogLine; at: number }[] = [];
  let end: { error?: unknown } | undefined;
  let wakeReader = () => undefined as void;
  let waiting: (() => void)[] = [];

  const freeWriters = () => {
    const free = waiting;
    waiting = [];
    for (const resolve of free) resolve();
  };
  const isAhead = (line: LogLine) => line.time >= (held.at(-1)?.line.time ?? '');
  return {
    async push(line) {
      // A log that is ahead of all others leaves half of the room to those that have to catch up.
      while (held.length >= (isAhead(line) ? mostLines / 2 : mostLines) && !end)
        await new Promise<void>((resolve) => waiting.push(resolve));
      // Lines come nearly in order: the place is near the end.
      let place = held.length;
      while (place > 0 && (held[place - 1] as { line: LogLine }).line.time > line.time) place -= 1;
      held.splice(place, 0, { line, at: clock.now() });
      wakeReader();
    },
    close(error) {
      end ??= error === undefined ? {} : { error };
      freeWriters();
      wakeReader();
    },
    async *lines() {
      for (;;) {
        const first = held[0];
        const waitMs = first ? first.at + windowMs - clock.now() : undefined;
        if (first && (end || held.length >= mostLines / 2 || (waitMs ?? 0) <= 0)) {
          held.shift();
          if (waiting.length > 0) freeWriters();
          yield first.line;
          continue;
        }
        if (end) {
          if ('error' in end) throw end.error;
          return;
        }
        const timer = new AbortController();
        const woken = new Promise<void>((resolve) => (wakeReader = resolve));
        await (waitMs === undefined ? woken : Promise.race([woken, clock.sleep(waitMs, timer.signal)]));
        timer.abort();
      }
    },
  };
}
