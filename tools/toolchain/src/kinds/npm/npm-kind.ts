import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { NpmRow } from '../../versions/rows.ts';
import type { LookupKind } from '../kind.ts';

/** Programs that `npm ci` has put into node_modules by the lock file. */
export const npmKind: LookupKind<NpmRow> = {
  locate(row, { packageFolder }) {
    const name = row.packages[`${process.platform}-${process.arch}`];
    const manifest = name && manifestOf(name, packageFolder);
    if (!manifest) return undefined;
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version?: string };
    const folder = dirname(manifest);
    if (version !== row.version || !Object.values(row.programs).every((path) => existsSync(join(folder, path))))
      return undefined;
    const bin = [...new Set(Object.values(row.programs).map((path) => dirname(path)))];
    return { folder, obtained: { root: '.', programs: row.programs, bin, libraries: [], folders: {}, guarded: [] } };
  },
  hint: () => 'Run `npm ci`: it comes with the optional dependencies of package.json.',
};

function manifestOf(name: string, from: string): string | undefined {
  try {
    return createRequire(join(from, 'package.json')).resolve(`${name}/package.json`);
  } catch {
    return undefined;
  }
}
