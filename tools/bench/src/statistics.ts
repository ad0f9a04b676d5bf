/** The middle value; the mean of the two middle ones of an even count. Throws on nothing. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('take a median: there are no values.');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** How far values lie apart: (largest - smallest) / median. 0 for one value, or where the median is 0. */
export function spread(values: readonly number[]): number {
  const middle = median(values);
  return middle === 0 ? 0 : (Math.max(...values) - Math.min(...values)) / middle;
}

/** A random order of the items. `random` gives from 0 up to, but not including, 1. */
export function shuffle<T>(items: readonly T[], random: () => number = Math.random): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}
