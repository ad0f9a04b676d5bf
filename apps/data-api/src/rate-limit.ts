/** How often something may happen. */
export interface Rate {
  /** Takings per minute in the long run. */
  perMinute: number;
  /** Takings at once after a pause. */
  burst: number;
}

/** Token buckets by name. */
export interface RateLimit {
  /** Takes one of a bucket. Gives 0, or the milliseconds until there is one again; nothing is taken then. */
  take(bucket: string, rate: Rate): number;
  /** Buckets that are not full again. */
  size(): number;
}

interface Bucket {
  left: number;
  atMs: number;
  /** When it will be full again, after which it need not be remembered. */
  fullAtMs: number;
}

/** Buckets beyond which those that are full again are forgotten. */
const SWEEP_ABOVE = 64;

/** A limit whose buckets are full at first. `now`: milliseconds that never go back. Default `performance.now`. */
export function createRateLimit({ now = () => performance.now() }: { now?: () => number } = {}): RateLimit {
  const buckets = new Map<string, Bucket>();

  function sweep(nowMs: number): void {
    for (const [name, { fullAtMs }] of buckets) if (fullAtMs <= nowMs) buckets.delete(name);
  }

  return {
    size: () => buckets.size,
    take(name, { perMinute, burst }) {
      const nowMs = now();
      const perMs = perMinute / 60_000;
      if (buckets.size > SWEEP_ABOVE) sweep(nowMs);
      const before = buckets.get(name) ?? { left: burst, atMs: nowMs };
      const left = Math.min(burst, before.left + (nowMs - before.atMs) * perMs);
      const isThere = left >= 1;
      const rest = isThere ? left - 1 : left;
      buckets.set(name, { left: rest, atMs: nowMs, fullAtMs: nowMs + (burst - rest) / perMs });
      return isThere ? 0 : (1 - left) / perMs;
    },
  };
}
