import { dirname, join } from 'node:path';
import { cacheFolder } from '../cache/cache-folder.ts';
import { keyOf } from '../cache/key.ts';
import { type Obtained, readMarker } from '../cache/marker.ts';
import { kindOf } from '../kinds/index.ts';
import type { LookupKind, Surroundings, ToolKind } from '../kinds/kind.ts';
import { findOnPath } from '../path/path-version.ts';
import { packageFolder, readVersions } from '../versions/read-versions.ts';
import type { ToolRow } from '../versions/rows.ts';

/** Where a tool lies. */
export type ToolState = 'on-path' | 'cached' | 'bundled' | 'missing';

/** A tool that is there. All paths are absolute. */
export interface ToolLocation {
  name: string;
  version: string;
  state: Exclude<ToolState, 'missing'>;
  root: string;
  programs: Record<string, string>;
  bin: string[];
  libraries: string[];
  folders: Record<string, string>;
}

/** The surroundings of this machine and user; parts can be put in for tests. */
export function surroundingsOf(env: NodeJS.ProcessEnv = process.env, parts: Partial<Surroundings> = {}): Surroundings {
  return { packageFolder, versions: parts.versions ?? readVersions(), cache: cacheFolder(env), env, ...parts };
}

/** The tool as it lies on PATH, in the cache or in node_modules, or undefined. Obtains nothing. */
export async function locate(
  name: string,
  row: ToolRow,
  surroundings: Surroundings,
): Promise<ToolLocation | undefined> {
  const kind = kindOf(row);
  if (isLookup(kind)) {
    const found = kind.locate(row, surroundings);
    return found && toLocation(name, row, found.folder, found.obtained, 'bundled');
  }
  const onPath = await locateOnPath(name, row, surroundings);
  if (onPath) return onPath;
  const folder = folderOf(name, row, kind, surroundings);
  const marker = readMarker(folder);
  return marker && toLocation(name, row, folder, marker, 'cached');
}

/** The cache folder of a tool: `<cache>/tools/<name>/<version>-<hash of inputs>`. */
export function folderOf(name: string, row: ToolRow, kind: ToolKind, surroundings: Surroundings): string {
  return join(surroundings.cache, 'tools', name, keyOf(row.version, [row.kind, ...kind.inputs(row, surroundings)]));
}

export function toLocation(
  name: string,
  row: ToolRow,
  folder: string,
  obtained: Obtained,
  state: ToolLocation['state'],
): ToolLocation {
  const absolute = (path: string) => join(folder, path);
  const all = (paths: Record<string, string>) =>
    Object.fromEntries(Object.entries(paths).map(([key, path]) => [key, absolute(path)]));
  return {
    name,
    version: obtained.version ?? row.version,
    state,
    root: absolute(obtained.root),
    programs: all(obtained.programs),
    bin: obtained.bin.map(absolute),
    libraries: obtained.libraries.map(absolute),
    folders: all(obtained.folders),
  };
}

export function isLookup(kind: ToolKind | LookupKind): kind is LookupKind {
  return 'locate' in kind;
}

async function locateOnPath(
  name: string,
  row: ToolRow,
  { env, cache }: Surroundings,
): Promise<ToolLocation | undefined> {
  if (!row.onPath) return undefined;
  const programs: Record<string, string> = {};
  for (const command of row.onPath) {
    const path = await findOnPath(command, row.version, env, cache);
    if (!path) return undefined;
    programs[command.program] = path;
  }
  const root = dirname(Object.values(programs)[0] as string);
  return { name, version: row.version, state: 'on-path', root, programs, bin: [], libraries: [], folders: {} };
}
