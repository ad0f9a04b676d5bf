import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import type { ToolRow, Versions } from './rows.ts';

/** The folder of this package: `versions.json` and the folders that its rows name. */
export const packageFolder = join(import.meta.dirname, '../..');

let versions: Versions | undefined;

/** `versions.json`, read once. A test holds it to `versions.schema.json`. */
export function readVersions(): Versions {
  versions ??= JSON.parse(readFileSync(join(packageFolder, 'versions.json'), 'utf8')) as Versions;
  return versions;
}

/** The row of a tool. Throws `ToolUnknown`. */
export function rowOf(name: string, from: Versions = readVersions()): ToolRow {
  const row = Object.hasOwn(from.tools, name) ? from.tools[name] : undefined;
  if (row) return row;
  throw new SlipwayError({
    code: 'ToolUnknown',
    message: `look up the tool ${name}: versions.json has no such row.`,
    hint: `Known tools: ${Object.keys(from.tools).join(', ')}.`,
    exitCode: 64,
  });
}
