/** Longer ones are an error or an insult; nobody here waits that long. */
const MAX_SECONDS = 86_400;

/**
 * Reads a `Retry-After` header: seconds, or an HTTP date (RFC 9110, 10.2.3). Gives milliseconds from `nowMs`,
 * 0 for what has passed, at most a day; undefined for anything else.
 */
export function toRetryAfterMs(header: unknown, nowMs: number): number | undefined {
  if (typeof header !== 'string') return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), MAX_SECONDS) * 1000;
  // Date.parse takes far more than HTTP dates, among them negative numbers.
  const ms = /^[A-Z][a-z]{2,8}, .+ GMT$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms - nowMs, 0), MAX_SECONDS * 1000);
}
