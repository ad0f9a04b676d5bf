/** One log entry as it is kept. */
export interface LogEntry {
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  /** ISO 8601, UTC. */
  timestamp: string;
}

const SAMPLES = [
  { level: 'info', message: 'Order accepted' },
  { level: 'info', message: 'Payment settled' },
  { level: 'info', message: 'Parcel handed to the carrier' },
  { level: 'debug', message: 'Cache refreshed' },
  { level: 'debug', message: 'Session renewed' },
  { level: 'warn', message: 'Payment provider answered slowly' },
  { level: 'warn', message: 'Stock is running low' },
  { level: 'error', message: 'Invoice could not be delivered' },
] as const;

/** Options of `randomEntry`: where chance and time come from. */
export interface RandomEntryOptions {
  /** From 0 up to, but not including, 1. Default `Math.random`. */
  random?: () => number;
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: () => number;
}

/** Makes up one log entry. */
export function randomEntry({ random = Math.random, now = Date.now }: RandomEntryOptions = {}): LogEntry {
  const sample = SAMPLES[Math.floor(random() * SAMPLES.length)] ?? SAMPLES[0];
  return { ...sample, timestamp: new Date(now()).toISOString() };
}
