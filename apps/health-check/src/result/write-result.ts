import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HealthResult } from './health-result.ts';
import { makeFolder } from '../make-folder.ts';

/**
 * Puts a result into the folder, which is made if absent: whole and on the disk, or not at all. Throws what the
 * file system throws, with nothing left behind.
 */
export function writeResult(folder: string, result: HealthResult): void {
  makeFolder(folder);
  const temporary = join(folder, `.${result.id}.json.tmp`);
  try {
    const file = openSync(temporary, 'wx', 0o640);
    try {
      writeFileSync(file, `${JSON.stringify(result, undefined, 2)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, join(folder, `${result.id}.json`));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(folder);
}

/** The new name is only then safe from a power cut. */
function syncFolder(folder: string): void {
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
