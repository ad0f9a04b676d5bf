import { opendir, readdir, rename, rm, rmdir, unlink } from 'node:fs/promises';

/** An hour that was dropped. */
export interface DroppedHour {
  /** The name of its folder. */
  hour: string;
  entries: number;
}

const PREFIX = '.dropped-';
const UNLINKS_AT_ONCE = 64;

/**
 * Drops one hour; undefined when another process did. The folder goes out of sight in one step, so that
 * an hour is there whole or not at all; then its files are removed.
 */
export async function dropHour(folder: string, hour: string): Promise<DroppedHour | undefined> {
  const gone = `${folder}/${PREFIX}${hour}`;
  try {
    await rename(`${folder}/${hour}`, gone);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    // What a crash left of this hour is in the way.
    await removeFolder(gone);
    return dropHour(folder, hour);
  }
  return { hour, entries: await removeFolder(gone) };
}

/** Removes what a crash left of hours being dropped. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (name.startsWith(PREFIX)) await removeFolder(`${folder}/${name}`);
}

/** Removes a folder of files and says how many there were; memory does not grow with them. */
async function removeFolder(path: string): Promise<number> {
  let removed = 0;
  try {
    for (;;) {
      let batch: string[] = [];
      const removeBatch = async () => {
        const outcomes = await Promise.all(batch.map((name) => remove(`${path}/${name}`)));
        removed += outcomes.reduce((sum, each) => sum + each, 0);
        batch = [];
      };
      // Stryker disable next-line ObjectLiteral: a smaller buffer takes more time, nothing else
      for await (const { name } of await opendir(path, { bufferSize: 1024 })) {
        batch.push(name);
        if (batch.length === UNLINKS_AT_ONCE) await removeBatch();
      }
      await removeBatch();
      if (await rmdir(path).then(() => true, isNotEmpty)) return removed;
    }
  } catch (error) {
    // Another process removes the same leftovers.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return removed;
    throw error;
  }
}

/** 1 when it was there, 0 when another process was quicker. A folder in there was never an entry. */
async function remove(path: string): Promise<number> {
  try {
    await unlink(path);
    return 1;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EISDIR' && code !== 'EPERM' && code !== 'ENOENT') throw error;
    await rm(path, { recursive: true, force: true });
    return 0;
  }
}

function isNotEmpty(error: NodeJS.ErrnoException): boolean {
  if (error.code === 'ENOTEMPTY') return false;
  throw error;
}
