import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** No more of a log's end is read. */
const MAX_BYTES = 65_536;

/** The last whole lines of a log, at most `count`; none where there is no log or it cannot be read. */
export function readLogEnd(path: string, count: number): string[] {
  let file;
  try {
    file = openSync(path, 'r');
    const { size } = fstatSync(file);
    const start = Math.max(0, size - MAX_BYTES);
    const bytes = Buffer.alloc(size - start);
    const length = readSync(file, bytes, 0, bytes.length, start);
    const lines = bytes.subarray(0, length).toString('utf8').split('\n');
    if (start > 0) lines.shift();
    return lines.filter((line) => line !== '').slice(-count);
  } catch {
    return [];
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
