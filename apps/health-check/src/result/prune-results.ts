import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listResults, toResultTime } from './result-files.ts';

/** Bounds of a folder of results. */
export interface ResultBounds {
  maxCount: number;
  maxAgeMs: number;
  maxBytes: number;
}

/** Unfinished files are another run's at work before they are so old. */
const LEFTOVER_AGE_MS = 3_600_000;

/** Removes the oldest results beyond the bounds, never the newest, and old leftovers. Nothing else is touched. */
export function pruneResults(folder: string, { maxCount, maxAgeMs, maxBytes }: ResultBounds, nowMs: number): void {
  const { results, leftovers } = listResults(folder);
  let bytes = 0;
  for (const [index, name] of results.entries()) {
    const path = join(folder, name);
    bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    const isOld = nowMs - (toResultTime(name) ?? nowMs) > maxAgeMs;
    if (index > 0 && (index >= maxCount || bytes > maxBytes || isOld)) rmSync(path, { force: true });
  }
  for (const name of leftovers) {
    const path = join(folder, name);
    const writtenMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? nowMs;
    if (nowMs - writtenMs > LEFTOVER_AGE_MS) rmSync(path, { force: true });
  }
}
