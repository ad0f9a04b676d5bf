/** Runs work as soon as fewer than `size` others are at it, in the order asked. */
export interface Pool {
  /** `took`: told how many milliseconds the work itself took, without the wait. */
  run<T>(work: () => Promise<T>, took?: (ms: number) => void): Promise<T>;
}

/** A pool in which `size` pieces of work go on at once. `now`: milliseconds. A failure of one does not touch the others. */
export function createPool(size: number, now: () => number = () => performance.now()): Pool {
  let free = size;
  const waiting: (() => void)[] = [];
  return {
    async run(work, took) {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      const start = now();
      try {
        return await work();
      } finally {
        took?.(now() - start);
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
