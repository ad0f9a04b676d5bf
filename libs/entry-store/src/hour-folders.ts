import { readdir, rename } from 'node:fs/promises';
import { hourOf, isHour, timeOfHour, toEntryName } from './entry-name.ts';
import { eachEntryFile, readNewestName } from './hour-names.ts';
import { makeFolder } from './make-folder.ts';

/** The hours of a folder, oldest first. */
export async function readHours(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter(isHour).sort();
}

/**
 * The newest name up to a time, in the newest hour that holds one. Hours that begin later are passed over:
 * a clock that was once far ahead must not decide over names for ever.
 */
export async function findNewestName(folder: string, upToMs: number): Promise<string | undefined> {
  const hours = await readHours(folder);
  for (const hour of hours.reverse()) {
    if (timeOfHour(hour) > upToMs) continue;
    const newest = await readNewestName(folder, hour);
    if (newest !== undefined) return newest;
  }
  return undefined;
}

/** Moves entries that lie flat in the folder into their hours: the layout before there were hours. */
export async function moveFlatEntries(folder: string): Promise<void> {
  const made = new Set<string>();
  for await (const base of eachEntryFile(folder)) {
    const hour = hourOf(base);
    if (!made.has(hour)) await makeFolder(`${folder}/${hour}`);
    made.add(hour);
    await rename(`${folder}/${base}`, `${folder}/${toEntryName(base)}`).catch(ignoreGone);
  }
}

/** Another process that opens the same folder was quicker. */
function ignoreGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
