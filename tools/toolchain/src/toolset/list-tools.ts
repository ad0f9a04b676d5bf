import { readVersions, rowOf } from '../versions/read-versions.ts';
import type { ToolRow } from '../versions/rows.ts';
import type { ToolOptions } from './ensure-tools.ts';
import { locate, surroundingsOf, type ToolState } from './location.ts';

/** One line of `slipway toolchain list`. */
export interface ToolListing {
  name: string;
  /** Exact version wanted. */
  version: string;
  kind: ToolRow['kind'];
  state: ToolState;
  /** Its folder, or the folder of its program on PATH; absent when missing. */
  path?: string;
}

/** Every tool of `versions.json` and where it lies. */
export async function listTools(options: Pick<ToolOptions, 'env' | 'surroundings'> = {}): Promise<ToolListing[]> {
  const surroundings = surroundingsOf(options.env, options.surroundings);
  const names = Object.keys((options.surroundings?.versions ?? readVersions()).tools);
  return Promise.all(
    names.map(async (name) => {
      const row = rowOf(name, surroundings.versions);
      const location = await locate(name, row, surroundings);
      const listing = { name, version: row.version, kind: row.kind };
      return location
        ? { ...listing, state: location.state, path: location.root }
        : { ...listing, state: 'missing' as const };
    }),
  );
}
