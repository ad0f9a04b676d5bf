import { readdir, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { toHostPart, toStartPart } from './entry-namer.ts';

/**
 * Each process that writes keeps one empty file in the folder. Its time of modification is the process's
 * floor: what it named before that time is settled, and it will name nothing before it any more. That the
 * file is touched at all says that the process lives; this is judged by the time of change alone, which
 * the file system stamps, so that clocks of different machines are never compared.
 */
export interface WriterMarkers {
  /** Says up to where this process has settled. Makes the file if it is not there. */
  touch(floorMs: number): Promise<void>;
  /** The floors of all other processes that live, in milliseconds since 1970. */
  floorsOfOthers(): Promise<number[]>;
  /** Takes this process's file away. */
  remove(): Promise<void>;
}

/** Options of `createWriterMarkers`. */
export interface WriterMarkersOptions {
  folder: string;
  host: string;
  startId: string;
  /** Files of dead processes are taken away after this time; one that comes back makes a new one. Default a minute. */
  removeAfterMs?: number;
  /** Default `DEAD_AFTER_MS`. */
  deadAfterMs?: number;
}

/** A process whose file was not touched for so long counts as dead. */
export const DEAD_AFTER_MS = 5000;
const REMOVE_AFTER_MS = 60_000;
const PREFIX = '.writer-';

/** The markers of one folder, seen from one process. */
export function createWriterMarkers(options: WriterMarkersOptions): WriterMarkers {
  const { folder, host, startId, removeAfterMs = REMOVE_AFTER_MS, deadAfterMs = DEAD_AFTER_MS } = options;
  const own = `${PREFIX}${toHostPart(host)}-${toStartPart(startId)}`;
  const path = `${folder}/${own}`;

  async function touch(floorMs: number): Promise<void> {
    // Half a millisecond more, because the time may be cut off to whole ones.
    const seconds = (floorMs + 0.5) / 1000;
    try {
      await utimes(path, seconds, seconds);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      await writeFile(path, '', { flag: 'a' });
      await utimes(path, seconds, seconds);
    }
  }

  async function floorOf(name: string, nowMs: number): Promise<number | undefined> {
    const marker = await stat(`${folder}/${name}`).catch(ignore);
    if (marker === undefined) return undefined;
    const ageMs = nowMs - marker.ctimeMs;
    if (ageMs > removeAfterMs) await unlink(`${folder}/${name}`).catch(ignore);
    return ageMs > deadAfterMs ? undefined : Math.floor(marker.mtimeMs);
  }

  return {
    touch,
    async floorsOfOthers() {
      const others = (await readdir(folder)).filter((name) => name.startsWith(PREFIX) && name !== own);
      if (others.length === 0) return [];
      const nowMs = (await stat(path).catch(ignore))?.ctimeMs ?? Date.now();
      const floors = await Promise.all(others.map((name) => floorOf(name, nowMs)));
      return floors.filter((floor) => floor !== undefined);
    },
    remove: () => unlink(path).catch(ignore),
  };
}

const ignore = () => undefined;
