import { unlink, writeFile } from 'node:fs/promises';
import { makeFolder } from './make-folder.ts';

/** As large as a block, since a full disk may still have room for less. */
const CONTENT = Buffer.alloc(4096);

/** Tries whether a folder, made if absent, takes a file; leaves none. */
export async function checkFolder(folder: string, startId: string): Promise<void> {
  await makeFolder(folder);
  const probe = `${folder}/.check-${startId}`;
  try {
    await writeFile(probe, CONTENT);
  } finally {
    await unlink(probe).catch(() => undefined);
  }
}
