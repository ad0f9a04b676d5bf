import { UpstreamError } from './upstream-error.ts';

/** A stretch of time after which something is given up, or earlier, when what it is part of ends. */
export interface TimeLimit {
  /** Aborts with an `UpstreamError`: `timeout` when the time is over, `cancelled` when the client left. */
  readonly signal: AbortSignal;
  remainingMs(): number;
  /** Rejects as soon as the signal aborts, whatever becomes of the work. */
  race<T>(work: Promise<T>): Promise<T>;
  /** Calls the limit off. What it limited is no longer ended by it. */
  clear(): void;
}

/** Starts a limit of `ms` within another signal. */
export function startTimeLimit(ms: number, within: AbortSignal): TimeLimit {
  const controller = new AbortController();
  const { signal } = controller;
  const endsAt = performance.now() + ms;
  const end = () => controller.abort(toReason(within));
  const timer = setTimeout(() => controller.abort(new UpstreamError('timeout', `not done within ${ms} ms`)), ms);
  if (within.aborted) end();
  else within.addEventListener('abort', end, { once: true });

  return {
    signal,
    remainingMs: () => endsAt - performance.now(),
    async race(work) {
      work.catch(() => undefined);
      let onAbort: () => void = () => undefined;
      const aborted = new Promise<never>((_resolve, reject) => {
        onAbort = () => reject(signal.reason as UpstreamError);
        if (signal.aborted) onAbort();
        else signal.addEventListener('abort', onAbort, { once: true });
      });
      try {
        return await Promise.race([work, aborted]);
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
    clear() {
      clearTimeout(timer);
      within.removeEventListener('abort', end);
    },
  };
}

function toReason({ reason }: AbortSignal): UpstreamError {
  return reason instanceof UpstreamError ? reason : new UpstreamError('cancelled', 'the client left');
}
