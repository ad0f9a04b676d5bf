import { chmodSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Removes a folder with all it holds, read-only folders (as in Go's module cache) included. */
export function removeTree(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    makeWritable(path);
    rmSync(path, { recursive: true, force: true });
  }
}

/** Gives the owner write permission on a folder and everything below it. */
export function makeWritable(path: string): void {
  const status = lstatSync(path);
  if (status.isSymbolicLink()) return;
  chmodSync(path, status.mode | 0o200);
  if (status.isDirectory()) for (const entry of readdirSync(path)) makeWritable(join(path, entry));
}
