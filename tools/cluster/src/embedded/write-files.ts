import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { TextFile } from './config/text-file.ts';

/** Writes what differs from what is there, each file whole. Answers the paths written. */
export async function writeFiles(files: readonly TextFile[]): Promise<string[]> {
  const written: string[] = [];
  for (const { path, content, mode = 0o600 } of files) {
    if ((await readFile(path, 'utf8').catch(() => undefined)) === content) {
      await chmod(path, mode);
      continue;
    }
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(`${path}.new`, content, { mode });
    await rename(`${path}.new`, path);
    written.push(path);
  }
  return written;
}
