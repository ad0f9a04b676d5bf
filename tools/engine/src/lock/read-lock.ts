import { join } from 'node:path';
import type { FilesClient } from '@slipway/contracts';
import { DEFAULT_ENVIRONMENTS_DIR } from '../catalog/read-environment.ts';
import type { ParsedLock } from './parse-lock.ts';
import { parseLock } from './parse-lock.ts';

/** Which lock. */
export interface LockSource {
  /** Absolute. */
  workspaceRoot: string;
  /** Folder name of the environment. */
  environment: string;
  /** Default `deploy/environments`. */
  environmentsDir?: string | undefined;
  /** Releases of the workspace; absent: any name will do. */
  releases?: readonly string[] | undefined;
}

/** Path of an environment's lock. Pure. */
export function lockPath({ workspaceRoot, environment, environmentsDir = DEFAULT_ENVIRONMENTS_DIR }: LockSource) {
  return join(workspaceRoot, environmentsDir, environment, 'releases.lock.yaml');
}

/** All releases of a run ask for the same lock: the last one that was parsed is kept. */
let kept: { key: string; parsed: Promise<ParsedLock> } | undefined;

/** Reads and checks the lock of an environment. Undefined when there is no file. Throws `LockInvalid` (exit 64). */
export async function readLock(source: LockSource, files: FilesClient): Promise<ParsedLock | undefined> {
  const path = lockPath(source);
  const text = await files.readText(path);
  if (text === undefined) return undefined;
  const { environment, releases } = source;
  const key = JSON.stringify([path, environment, releases, text]);
  if (kept?.key !== key) kept = { key, parsed: parseLock(text, { environment, path, releases }) };
  return kept.parsed;
}
