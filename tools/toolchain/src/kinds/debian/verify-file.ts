import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageFile } from './parse-apt.ts';

/** Whether the file lies in the folder with the size and checksum that the package list says. */
export function isWhole(folder: string, { file, size, algorithm, digest }: PackageFile): boolean {
  const path = join(folder, file);
  if (!existsSync(path) || statSync(path).size !== size) return false;
  return createHash(algorithm).update(readFileSync(path)).digest('hex') === digest;
}
