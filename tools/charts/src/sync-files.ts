import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes those of `files` (path below `root` to content) that differ and removes `orphans`; with `isCheck` it only looks.
 * Gives a line for each: `written: PATH` and `removed: PATH`, or `stale: PATH` and `orphaned: PATH`.
 */
export function syncFiles(
  root: string,
  files: ReadonlyMap<string, string>,
  orphans: readonly string[],
  isCheck: boolean,
): string[] {
  const notes: string[] = [];
  for (const [path, content] of files) {
    const file = join(root, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === content) continue;
    notes.push(`${isCheck ? 'stale' : 'written'}: ${path}`);
    if (isCheck) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  for (const path of orphans) {
    notes.push(`${isCheck ? 'orphaned' : 'removed'}: ${path}`);
    if (!isCheck) rmSync(join(root, path));
  }
  return notes;
}
