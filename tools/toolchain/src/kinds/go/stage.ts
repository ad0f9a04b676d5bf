import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runProcess } from '@slipway/clients';
import { SlipwayError } from '@slipway/contracts';
import { makeWritable, removeTree } from '../../cache/remove-tree.ts';
import type { GoRow, ModuleCopy } from '../../versions/rows.ts';
import type { Go } from './find-go.ts';
import { classifyGoFailure } from './go-failure.ts';

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
    const source = await downloadModule(copy, to, go, signal);
    const target = join(to, copy.to);
    cpSync(source, target, { recursive: true });
    makeWritable(target);
    for (const path of copy.remove) removeTree(join(target, path));
    cpSync(join(from, copy.overlay), target, { recursive: true });
  }
}

/** Downloads a published module and gives its folder in Go's module cache. Throws `ChecksumMismatch`. */
async function downloadModule(copy: ModuleCopy, cwd: string, go: Go, signal: AbortSignal): Promise<string> {
  const name = `${copy.module}@${copy.version}`;
  // Outside any module, because the module at hand replaces this very one.
  const env = { ...go.env, GOFLAGS: '-mod=mod' };
  const { stdout } = await runProcess(go.program, ['mod', 'download', '-json', name], {
    cwd: join(cwd, '..'),
    env,
    signal,
    okCodes: [0, 1],
  }).catch((error: unknown) => {
    throw classifyGoFailure(`download ${name}`, error);
  });
  const answer = JSON.parse(stdout || '{}') as { Dir?: string; Sum?: string; Error?: string };
  if (!answer.Dir) throw classifyGoFailure(`download ${name}`, answer.Error ?? 'no answer');
  if (answer.Sum === copy.sum) return answer.Dir;
  throw new SlipwayError({
    code: 'ChecksumMismatch',
    message: `download ${name}: its checksum is ${answer.Sum}, not the recorded ${copy.sum}.`,
    hint: 'The proxy hands out an altered module: try another GOPROXY.',
  });
}
