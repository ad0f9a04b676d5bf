import type { Clock } from '@slipway/contracts';

/** A clock that goes forward only by `sleep`, or by hand. */
export interface FakeClock extends Clock {
  advance(ms: number): void;
}

/** Starts at `start` milliseconds. A sleep ends at once and moves the time. */
export function createFakeClock(start = 1_000_000): FakeClock {
  let time = start;
  return {
    now: () => time,
    async sleep(ms, signal) {
      if (!signal?.aborted) time += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
    advance: (ms) => void (time += ms),
  };
}
