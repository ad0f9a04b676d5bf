import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../layout/digest.ts';
import { hashFile } from '../layout/read-layout.ts';

/**
 * Hex sha256 of a big file, remembered in `cacheDir` for as long as size, inode and times of the file
 * stay the same.
 */
export async function hashOnce(path: string, cacheDir: string): Promise<string> {
  const { size, ino, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  const state = `${size}:${ino}:${mtimeNs}:${ctimeNs}`;
  const memory = join(cacheDir, 'file-hashes', sha256(path).slice(0, 32));
  const [knownState, known] = (await readFile(memory, 'utf8').catch(() => '')).split(' ');
  if (knownState === state && known && /^[0-9a-f]{64}$/.test(known)) return known;
  const hash = (await hashFile(path)).replace('sha256:', '');
  await mkdir(join(cacheDir, 'file-hashes'), { recursive: true });
  const temporary = `${memory}.${randomUUID()}`;
  await writeFile(temporary, `${state} ${hash}`);
  await rename(temporary, memory);
  return hash;
}
