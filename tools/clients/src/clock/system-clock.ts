import type { Clock } from '@slipway/contracts';

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  // By hand: the promised timer of Node makes an error, with its stack, for each sleep that is cut short.
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal?.addEventListener('abort', end, { once: true });
    }),
};
