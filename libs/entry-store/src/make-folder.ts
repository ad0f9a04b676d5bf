import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it, where they are absent; gives the topmost that was made. Node's own recursive
 * mkdir asks for ever, in ever more memory, where a folder is there but takes no others (`ENOENT` under /proc).
 */
export async function makeFolder(path: string): Promise<string | undefined> {
  try {
    await mkdir(path);
    return path;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return undefined;
    const parent = dirname(path);
    if (code !== 'ENOENT' || parent === path) throw error;
    const made = await makeFolder(parent);
    await mkdir(path).catch(unlessThere);
    return made ?? path;
  }
}

/** Somebody else was quicker. */
function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
