let lastMs = -1;
let lastText = '';

/** ISO 8601 time in UTC. Remembers the last millisecond, because many lines fall into the same one. */
export function isoTime(ms: number): string {
  if (ms !== lastMs) {
    lastMs = ms;
    lastText = new Date(ms).toISOString();
  }
  return lastText;
}
