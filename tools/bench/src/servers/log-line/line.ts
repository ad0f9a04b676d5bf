/** The line that every set-up writes: with time, level, service and message it has nine fields. */
export const SERVICE = 'orders-api';
export const MESSAGE = 'request served';

/** Made anew for each line, as callers do. */
export function lineFields(): Record<string, string | number> {
  return { method: 'GET', path: '/orders/4711', status: 200, durationMs: 12.5, bytes: 5120 };
}

/** What each set-up must write, but for the time; keys in any order. */
export const EXPECTED_LINE: Readonly<Record<string, unknown>> = {
  level: 'info',
  service: SERVICE,
  message: MESSAGE,
  ...lineFields(),
};

/** Bytes of a line with its line break: the same for every set-up, since all times have one length. */
export const LINE_BYTES = JSON.stringify({ ...EXPECTED_LINE, timestamp: new Date(0).toISOString() }).length + 1;

/**
 * After so many lines the reader must have caught up. Half of what a pipe holds: with a full one our logger would go on
 * and write several lines at once, pino would wait, and the work would not be the same any more.
 */
export const LINES_PER_TURN = 200;
