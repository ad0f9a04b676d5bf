import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { SlipwayError } from '@slipway/contracts';

/** What must stay free on a disk that we write to, beside what the work itself takes, in MiB. */
export const DISK_RESERVE_MIB = 512;

const MIB = 1024 * 1024;

/** Throws `DiskNearlyFull` unless the file system of `folder` has room for `needMiB` and the reserve. */
export function requireDisk(doing: string, folder: string, needMiB: number, freeMiB = freeMiBOf(folder)): void {
  if (freeMiB >= needMiB + DISK_RESERVE_MIB) return;
  throw new SlipwayError({
    code: 'DiskNearlyFull',
    message: `${doing}: the disk is nearly full (needs about ${gib(needMiB + DISK_RESERVE_MIB)} GiB at ${folder}, has ${gib(freeMiB)} GiB).`,
    hint: 'Free some space, or point SLIPWAY_CACHE_DIR (and GOCACHE, GOMODCACHE for Go) at a larger disk, and run again.',
    details: { folder, needMiB: needMiB + DISK_RESERVE_MIB, freeMiB: Math.floor(freeMiB) },
  });
}

/** Free space for this user at the folder or the nearest parent that is there, in MiB. */
export function freeMiBOf(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return (bavail * bsize) / MIB;
  } catch {
    return dirname(folder) === folder ? Number.POSITIVE_INFINITY : freeMiBOf(dirname(folder));
  }
}

function gib(mib: number): string {
  return (Math.max(mib, 0) / 1024).toFixed(1);
}
