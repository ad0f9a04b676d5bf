import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../make-folder.ts';

/**
 * Appends lines to a file, each in one write, so that two runs at once never mix theirs. Its folder is made if
 * absent. Throws what the file system throws, and ENOSPC for a line that was only written in part.
 */
export function appendLines(path: string, lines: readonly string[]): void {
  makeFolder(dirname(path));
  const file = openSync(path, 'a+', 0o640);
  try {
    let head = isCutOff(file) ? '\n' : '';
    for (const line of lines) {
      const bytes = Buffer.from(head + line);
      if (writeSync(file, bytes) < bytes.length) {
        throw Object.assign(new Error('no space left for a whole line'), { code: 'ENOSPC' });
      }
      head = '';
    }
  } finally {
    closeSync(file);
  }
}

/** Whether the last line has no end, as on a disk that was full. */
function isCutOff(file: number): boolean {
  const stat = fstatSync(file);
  if (!stat.isFile() || stat.size === 0) return false;
  const last = Buffer.alloc(1);
  return readSync(file, last, 0, 1, stat.size - 1) === 1 && last.toString('latin1') !== '\n';
}
