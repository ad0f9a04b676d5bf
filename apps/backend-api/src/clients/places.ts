import { UpstreamError } from './upstream-error.ts';

/** Every place is taken and so is every place in the queue, or none became free in time. */
export class NoPlaceError extends Error {
  constructor() {
    super('no place became free');
    this.name = 'NoPlaceError';
  }
}

/** A bound on how many things run at a time. */
export interface Places {
  /**
   * Takes a place, waiting in line for one. Gives the function that frees it, to be called once. Throws
   * `NoPlaceError` when the line is full or `signal` aborts by a timeout, and the signal's reason otherwise.
   */
  take(signal: AbortSignal): Promise<() => void>;
  taken(): number;
  waiting(): number;
}

/**
 * `max` places and a line for as many again. The library's own bulkhead leaves those in line who have left:
 * a burst of clients that went away would keep others out until a place is free.
 */
export function createPlaces(max: number): Places {
  const line = new Set<() => void>();
  let taken = 0;

  function free(): void {
    taken -= 1;
    const [next] = line;
    if (next === undefined) return;
    line.delete(next);
    next();
  }

  function hold(): () => void {
    taken += 1;
    return free;
  }

  return {
    taken: () => taken,
    waiting: () => line.size,
    async take(signal) {
      if (signal.aborted) throw signal.reason;
      if (taken < max) return hold();
      if (line.size >= max) throw new NoPlaceError();
      return new Promise((resolve, reject) => {
        function onPlace(): void {
          signal.removeEventListener('abort', onAbort);
          resolve(hold());
        }
        function onAbort(): void {
          line.delete(onPlace);
          const isLate = signal.reason instanceof UpstreamError && signal.reason.fault === 'timeout';
          reject(isLate ? new NoPlaceError() : signal.reason);
        }
        line.add(onPlace);
        signal.addEventListener('abort', onAbort, { once: true });
      });
    },
  };
}
