import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { makeWritable, removeTree } from '../../cache/remove-tree.ts';
import type { GoRow } from '../../versions/rows.ts';
import { downloadModule } from './download-module.ts';
import type { Go } from './find-go.ts';

/** The files of a Go module folder that decide what is built, sorted, without generated copies. */
export function moduleFiles(folder: string, row: Pick<GoRow, 'copies'>): string[] {
  const generated = new Set((row.copies ?? []).map(({ to }) => join(folder, to)));
  const walk = (at: string): string[] =>
    readdirSync(at, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const path = join(at, entry.name);
        if (generated.has(path)) return [];
        return entry.isDirectory() ? walk(path) : [path];
      });
  return walk(folder);
}

/** Names and contents of a module's files, for hashing. */
export function moduleInputs(folder: string, row: Pick<GoRow, 'copies'>): (string | Buffer)[] {
  return moduleFiles(folder, row).flatMap((path) => [relative(folder, path), readFileSync(path)]);
}

/** Copies a Go module into the build folder and adds the reduced copies that its replace lines name. */
export async function stageModule(from: string, to: string, row: GoRow, go: Go, signal: AbortSignal): Promise<void> {
  for (const path of moduleFiles(from, row)) cpSync(path, join(to, relative(from, path)));
  for (const copy of row.copies ?? []) {
    const source = await downloadModule(copy, join(to, '..'), go, signal);
    const target = join(to, copy.to);
    cpSync(source, target, { recursive: true });
    makeWritable(target);
    for (const path of copy.remove) removeTree(join(target, path));
    cpSync(join(from, copy.overlay), target, { recursive: true });
  }
}
