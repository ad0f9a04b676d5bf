const HISTOGRAM = 'http_request_duration_seconds';

/** Upper bounds of the duration histogram in a Prometheus text, in seconds, without `+Inf`, ascending. */
export function bucketsIn(text: string): number[] {
  const bounds = [...text.matchAll(new RegExp(`^${HISTOGRAM}_bucket\\{[^}]*\\ble="([^"]+)"`, 'gm'))].map(([, le]) =>
    Number(le),
  );
  return [...new Set(bounds)].filter(Number.isFinite).sort((a, b) => a - b);
}

/** How many requests of a route ended with 200, by the duration histogram. */
export function countIn(text: string, route: string): number {
  const lines = text.split('\n').filter((line) => line.startsWith(`${HISTOGRAM}_count{`));
  const ours = lines.filter((line) => line.includes(`route="${route}"`) && line.includes('status_code="200"'));
  return ours.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
