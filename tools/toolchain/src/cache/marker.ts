import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isExecutableFile } from '@slipway/clients';

/** What a kind has left in a tool's folder; all paths are relative to that folder. */
export interface Obtained {
  /** Version as resolved, where it says more than the row's. */
  version?: string;
  /** Folder that `Toolset.root` answers. */
  root: string;
  /** Path by program name. */
  programs: Record<string, string>;
  /** Folders for PATH. */
  bin: string[];
  /** Folders for LD_LIBRARY_PATH. */
  libraries: string[];
  /** Environment variables that name a folder. */
  folders: Record<string, string>;
  /** Files and folders whose damage must be noticed. */
  guarded: string[];
  /** Free facts, for example the resolved packages. */
  facts?: Record<string, unknown>;
}

interface GuardedFile {
  path: string;
  size: number;
  mtimeMs: number;
  sha256: string;
}

/** `tool.json`, written last: a folder without it was never finished. */
export interface Marker extends Obtained {
  schema: 'slipway.tool/v1';
  name: string;
  files: GuardedFile[];
}

const MARKER = 'tool.json';

/** Writes the marker of a finished folder, atomically. */
export function writeMarker(folder: string, name: string, obtained: Obtained): Marker {
  const files = obtained.guarded
    .flatMap((path) => regularFiles(join(folder, path)))
    .map((path) => describe(folder, path));
  const marker: Marker = { schema: 'slipway.tool/v1', name, ...obtained, files };
  store(folder, marker);
  return marker;
}

/**
 * The marker of a folder whose files are all as they were, else undefined. Unchanged size and time
 * stand for unchanged content; where the time differs (a cache that was copied) the content decides.
 */
export function readMarker(folder: string): Marker | undefined {
  try {
    const marker = JSON.parse(readFileSync(join(folder, MARKER), 'utf8')) as Marker;
    if (marker.schema !== 'slipway.tool/v1') return undefined;
    let touched = false;
    for (const file of marker.files) {
      const { size, mtimeMs } = statSync(join(folder, file.path));
      if (size !== file.size) return undefined;
      if (mtimeMs === file.mtimeMs) continue;
      if (sha256Of(join(folder, file.path)) !== file.sha256) return undefined;
      file.mtimeMs = mtimeMs;
      touched = true;
    }
    if (!Object.values(marker.programs).every((path) => isExecutableFile(join(folder, path)))) return undefined;
    if (touched) tryStore(folder, marker);
    return marker;
  } catch {
    return undefined;
  }
}

function store(folder: string, marker: Marker): void {
  const draft = join(folder, `.${MARKER}.${process.pid}`);
  writeFileSync(draft, `${JSON.stringify(marker)}\n`);
  renameSync(draft, join(folder, MARKER));
}

function tryStore(folder: string, marker: Marker): void {
  try {
    store(folder, marker);
  } catch {
    // A read-only cache: the content is hashed again next time.
  }
}

function describe(folder: string, path: string): GuardedFile {
  const { size, mtimeMs } = statSync(path);
  return { path: relative(folder, path), size, mtimeMs, sha256: sha256Of(path) };
}

function sha256Of(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function regularFiles(path: string): string[] {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status?.isFile()) return [path];
  if (!status?.isDirectory()) return [];
  return readdirSync(path)
    .sort()
    .flatMap((name) => regularFiles(join(path, name)));
}
