import { closeSync, openSync, readdirSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** When a log is full, and how many former ones are kept. */
export interface LogBounds {
  maxBytes: number;
  maxAgeMs: number;
  keep: number;
}

/** What a rotation is told. */
export interface RotateFacts {
  nowMs: number;
  /** Bytes that are to be appended. */
  bytes: number;
  /** Tells former logs of the same first line apart: 8 hex digits. */
  random: string;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * Puts a log aside that is full or old, as `<name>.<time of its first line>-<random>`, and removes the oldest
 * beyond `keep`. Two runs at once lose nothing: a name is never taken twice, a run that still holds the former
 * file appends to it, and at worst an almost empty log is put aside too. Throws what the file system throws.
 */
export function rotateLog(path: string, { maxBytes, maxAgeMs, keep }: LogBounds, facts: RotateFacts): void {
  const seen = statSync(path, { throwIfNoEntry: false });
  if (seen?.isFile() && seen.size > 0) {
    const firstMs = readFirstTime(path) ?? seen.mtimeMs;
    const isDue = seen.size + facts.bytes > maxBytes || facts.nowMs - firstMs > maxAgeMs;
    if (isDue && statSync(path, { throwIfNoEntry: false })?.ino === seen.ino) {
      const stamp = new Date(firstMs).toISOString().replace(/[-:.]/g, '');
      renameIfThere(path, `${path}.${stamp}-${facts.random}`);
    }
  }
  for (const former of listFormerLogs(path).slice(keep)) rmSync(former, { force: true });
}

/** Paths of former logs, newest first. */
export function listFormerLogs(path: string): string[] {
  const [folder, name] = [dirname(path), basename(path)];
  const isFormer = (each: string) =>
    each.startsWith(`${name}.`) && /^\d{8}T\d{9}Z-[0-9a-f]{8}$/.test(each.slice(name.length + 1));
  try {
    return readdirSync(folder)
      .filter(isFormer)
      .sort()
      .reverse()
      .map((each) => join(folder, each));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // Another run was faster.
  }
}

/** The time at the beginning of the log: its age, which file systems do not know. */
function readFirstTime(path: string): number | undefined {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc('2026-01-01T00:00:00.000Z'.length);
    readSync(file, head, 0, head.length, 0);
    const text = head.toString('latin1');
    return TIME.test(text) ? Date.parse(text) : undefined;
  } finally {
    closeSync(file);
  }
}
