import { hourOf } from './entry-name.ts';
import { readHours } from './hour-folders.ts';
import type { NameRange } from './hour-names.ts';
import { readHourNames } from './hour-names.ts';
import type { StoredEntry } from './read-entry.ts';
import { readEntry } from './read-entry.ts';

const NAMES_PER_PASS = 20_000;
const READS_AT_ONCE = 64;

/**
 * The entries of a folder within a range, in order. The range must end where every process has settled:
 * then a file that is not whole was left by one that died, and is passed over; so is what is gone meanwhile.
 */
export async function* readEntries(folder: string, range: NameRange): AsyncGenerator<StoredEntry> {
  let left = range.limit;
  if (left <= 0) return;
  for (const hour of await readHours(folder)) {
    if (hour < hourOf(range.after)) continue;
    if (hour >= range.before) return;
    for await (const entry of readHour(folder, hour, { ...range, limit: left })) {
      yield entry;
      left -= 1;
      if (left === 0) return;
    }
  }
}

/** At least the first `limit` entries of one hour: where files are passed over, more names are read. */
async function* readHour(folder: string, hour: string, { after, before, limit }: NameRange) {
  // Stryker disable next-line MethodExpression: more names per pass take more memory, nothing else
  const perPass = Math.min(limit, NAMES_PER_PASS);
  let cursor = after;
  for (;;) {
    const names = await readHourNames(folder, hour, { after: cursor, before, limit: perPass });
    for (let start = 0; start < names.length; start += READS_AT_ONCE) {
      const batch = names.slice(start, start + READS_AT_ONCE);
      for (const entry of await Promise.all(batch.map((name) => readEntry(folder, name)))) {
        if (entry !== undefined) yield entry;
      }
    }
    if (names.length < perPass) return;
    cursor = names.at(-1) as string;
  }
}
