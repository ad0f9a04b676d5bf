import { linkSync, mkdirSync, readFileSync, rmdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.ts';

/** The content of a lock file. */
export interface LockOwner extends ProcessIdentity {
  /** ISO time at which the lock was taken. */
  since: string;
}

/** What `withLock` may be told. */
export interface LockOptions {
  signal?: AbortSignal | undefined;
  /** Called once for every owner that has to be waited for. */
  onWait?: ((owner: LockOwner) => void) | undefined;
}

/** How often a waiter looks again, in milliseconds. */
const POLL_MS = 300;
/** How often an owner touches its lock. */
const HEARTBEAT_MS = 5_000;
/** A lock of another machine or container counts as left behind when it was not touched for this long. */
const SILENT_AFTER_MS = 60_000;
/** A take-over lasts microseconds; its guard is left behind by a crash when it is older than this. */
const GUARD_STALE_MS = 10_000;

let counter = 0;

/**
 * Runs `work` while holding the lock file, waiting for whoever holds it. A lock whose owner is dead is
 * taken over. Throws the signal's reason when told to stop while waiting.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  let waitedFor = '';
  while (!tryLock(path)) {
    options.signal?.throwIfAborted();
    const owner = readOwner(path);
    if (owner && isLeftBehind(path, owner)) {
      takeAway(path, owner);
      continue;
    }
    if (owner && waitedFor !== describe(owner)) {
      waitedFor = describe(owner);
      options.onWait?.(owner);
    }
    await sleep(POLL_MS, undefined, { signal: options.signal }).catch(() => options.signal?.throwIfAborted());
  }
  const heartbeat = setInterval(() => touch(path), HEARTBEAT_MS);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    const owner = readOwner(path);
    if (owner && describe(owner) === describe(ownIdentity())) rmSync(path, { force: true });
  }
}

/** Takes the lock if it is free. The file appears with its whole content or not at all. */
export function tryLock(path: string, now: Date = new Date()): boolean {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.${counter++}`;
  writeFileSync(draft, JSON.stringify({ ...ownIdentity(), since: now.toISOString() } satisfies LockOwner));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readOwner(path: string): LockOwner | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockOwner;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    // Not ours or torn by a crash of the machine: nobody is known to hold it.
    return { pid: 0, startTime: 'unreadable', machine: 'unreadable', since: '' };
  }
}

function isLeftBehind(path: string, owner: LockOwner): boolean {
  if (owner.machine === 'unreadable') return true;
  const alive = isAlive(owner);
  if (alive !== 'unknown') return alive === 'no';
  return ageOf(path) > SILENT_AFTER_MS;
}

/**
 * Removes a lock left behind. Only one process at a time may do so, and only while the lock still is
 * the one it judged, or a lock just taken by another waiter would be removed.
 */
function takeAway(path: string, judged: LockOwner): void {
  const guard = `${path}.takeover`;
  try {
    mkdirSync(guard);
  } catch {
    if (ageOf(guard) > GUARD_STALE_MS) removeFolder(guard);
    return;
  }
  try {
    const owner = readOwner(path);
    if (owner && describe(owner) === describe(judged)) rmSync(path, { force: true });
  } finally {
    removeFolder(guard);
  }
}

function describe({ machine, pid, startTime }: ProcessIdentity): string {
  return `${machine} ${pid} ${startTime}`;
}

function ageOf(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

function removeFolder(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // Somebody else was faster.
  }
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Taken away by hand; the work goes on.
  }
}
