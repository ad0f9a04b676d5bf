/** Options of `createLoopWatch`. Times in milliseconds. */
export interface LoopWatchOptions {
  /** How often the loop has to show that it moves. Default 500. */
  everyMs?: number;
  /** So long without a turn of the loop's timers counts as a stall. Default 5000. */
  stallMs?: number;
  /** Milliseconds that never go back. Default `performance.now`. */
  now?: () => number;
}

/** Watches whether the event loop's timers make progress. */
export interface LoopWatch {
  /** Begins to watch. Keeps no process alive. Again: nothing. */
  start(): void;
  /** Ends the watch; from then on nothing counts as a stall. */
  stop(): void;
  /** For how long a tick has been overdue, in milliseconds; 0 while they come in time, or when not started. */
  stalledMs(): number;
  /** Whether the last tick is overdue by less than `stallMs`. True again with the next tick. */
  isAlive(): boolean;
}

export const DEFAULT_LOOP_WATCH_EVERY_MS = 500;
export const DEFAULT_LOOP_STALL_MS = 5000;

/**
 * Liveness of a process whose handlers may keep the event loop to themselves: who answers while timers
 * have not run for `stallMs` says so, and is alive again as soon as they do. A loop that is blocked
 * altogether answers nobody; there the probe's own time limit tells.
 *
 * @example
 * const loop = createLoopWatch();
 * loop.start();
 * loop.isAlive();
 */
export function createLoopWatch(options: LoopWatchOptions = {}): LoopWatch {
  const { everyMs = DEFAULT_LOOP_WATCH_EVERY_MS, stallMs = DEFAULT_LOOP_STALL_MS } = options;
  const now = options.now ?? (() => performance.now());
  let timer: NodeJS.Timeout | undefined;
  let lastTick = 0;

  function tick(): void {
    lastTick = now();
  }
  function stalledMs(): number {
    return timer === undefined ? 0 : Math.max(0, Math.round(now() - lastTick - everyMs));
  }
  return {
    start() {
      if (timer !== undefined) return;
      tick();
      timer = setInterval(tick, everyMs).unref();
    },
    stop() {
      clearInterval(timer);
      timer = undefined;
    },
    stalledMs,
    isAlive: () => stalledMs() < stallMs,
  };
}
