import { setTimeout as sleep } from 'node:timers/promises';

/** Options of `watch`. */
export interface WatchOptions {
  /** Milliseconds from the start of a run to that of the next one, which waits for the end of the former. */
  intervalMs: number;
  run: (signal: AbortSignal) => Promise<unknown>;
  /** Ends the run that is going on, and the waiting. */
  signal: AbortSignal;
}

/** Runs again and again, never twice at once, until it is stopped. Rejects only when a run fails by itself. */
export async function watch({ intervalMs, run, signal }: WatchOptions): Promise<void> {
  try {
    for (;;) {
      const next = performance.now() + intervalMs;
      await run(signal);
      await sleep(Math.max(0, next - performance.now()), undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
