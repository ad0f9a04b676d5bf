import { timeOfHour } from './entry-name.ts';
import type { DroppedHour } from './drop-hour.ts';
import { dropHour, removeLeftovers } from './drop-hour.ts';
import { readHours } from './hour-folders.ts';
import type { HourSizes } from './hour-sizes.ts';

/** How long, and how much, is kept. */
export interface Retention {
  /** Hours that ended so long ago are dropped, in milliseconds. Default: kept for ever. */
  maxAgeMs?: number;
  /** More is not kept, counted in whole blocks as the disk does: the oldest hours are dropped. Default: no bound. */
  maxBytes?: number;
}

/** Options of `prune`. */
export interface PruneOptions {
  folder: string;
  retention: Retention;
  sizes: HourSizes;
  now: () => number;
  /** A time before which every process has settled: hours that end later may still be written, and stay. */
  settledMs: number;
}

const HOUR_MS = 3_600_000;

/** Drops whole hours, oldest first. Several processes may do so at once. Gives what this one dropped. */
export async function prune(options: PruneOptions): Promise<DroppedHour[]> {
  const { folder, retention, sizes, now, settledMs } = options;
  const { maxAgeMs = Infinity, maxBytes = Infinity } = retention;
  await removeLeftovers(folder);
  const hours = await readHours(folder);
  const bytes = maxBytes === Infinity ? new Map<string, number>() : await sizes.read(hours, settledMs);
  let total = [...bytes.values()].reduce((sum, each) => sum + each, 0);
  const dropped: DroppedHour[] = [];
  for (const hour of hours) {
    const endMs = timeOfHour(hour) + HOUR_MS;
    if (endMs > settledMs) break;
    if (endMs + maxAgeMs > now() && total <= maxBytes) break;
    total -= bytes.get(hour) ?? 0;
    const done = await dropHour(folder, hour);
    if (done !== undefined) dropped.push(done);
  }
  return dropped;
}
