/** First wait before a restart. */
export const FIRST_WAIT_MS = 250;
/** Longest wait before a restart. */
export const LONGEST_WAIT_MS = 15_000;
/** A process that ran this long starts with the first wait again. */
export const STEADY_AFTER_MS = 60_000;

/** Milliseconds to wait before the next start, given how many ended early in a row. */
export function toBackOffMs(failuresInARow: number): number {
  if (failuresInARow <= 0) return 0;
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failuresInARow - 1));
}

/** Counts early ends in a row: a long run clears the count. */
export const countFailures = (failuresInARow: number, ranMs: number): number =>
  ranMs >= STEADY_AFTER_MS ? 1 : failuresInARow + 1;
