/** One piece of work that comes after others. */
export interface OrderedWork {
  name: string;
  after: readonly string[];
}

/**
 * Runs `work` for each item once all it comes after have ended, at most `parallel` at a time. `work` gets
 * the results of those before it; it must not throw. Results come in the order of the items.
 */
export async function runOrdered<T extends OrderedWork, R>(
  items: readonly T[],
  parallel: number,
  work: (item: T, before: ReadonlyMap<string, R>) => Promise<R>,
): Promise<R[]> {
  const names = new Set(items.map(({ name }) => name));
  const results = new Map<string, R>();
  const waiting = new Set(items);
  const running = new Set<Promise<void>>();
  while (waiting.size > 0 || running.size > 0) {
    for (const item of [...waiting]) {
      if (running.size >= Math.max(1, parallel)) break;
      if (item.after.some((name) => names.has(name) && !results.has(name))) continue;
      waiting.delete(item);
      const run: Promise<void> = work(item, results).then((result) => {
        results.set(item.name, result);
        running.delete(run);
      });
      running.add(run);
    }
    if (running.size === 0) throw new Error('the items wait for each other'); // orderReleases refuses this before.
    await Promise.race(running);
  }
  return items.map(({ name }) => results.get(name) as R);
}
