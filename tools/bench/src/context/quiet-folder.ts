import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spreadFolders } from './spread-folders.ts';

/** Gives microseconds of CPU per new file in a folder. May leave files in it. */
export type CostOfFiles = (folder: string) => number;

/** A new file takes about 30 us; where thousands were just deleted it takes 200 to 700. */
const QUIET_US = 150;
const MAX_CANDIDATES = 64;
const PROBES = 32;

/**
 * A new, empty folder on a part of the disk where no files were deleted lately: ext4 passes by each of them, one by one,
 * whenever a file is made beside them, for up to five minutes. Where every part is like that, the best one found.
 */
export function quietFolder(parent: string, costOfFiles: CostOfFiles = tryFiles): string {
  spreadFolders(parent);
  let best = { folder: '', us: Infinity };
  for (let candidate = 0; candidate < MAX_CANDIDATES && best.us > QUIET_US; candidate += 1) {
    const folder = mkdtempSync(join(parent, 'run-'));
    const us = costOfFiles(folder);
    if (us < best.us) best = { folder, us };
  }
  const empty = join(best.folder, 'empty');
  mkdirSync(empty);
  return empty;
}

/** The files stay: deleting them would make what is to be avoided. */
function tryFiles(folder: string): number {
  const before = process.cpuUsage();
  for (let n = 0; n < PROBES; n += 1) writeFileSync(join(folder, `${n}`), 'x');
  const { user, system } = process.cpuUsage(before);
  return (user + system) / PROBES;
}
