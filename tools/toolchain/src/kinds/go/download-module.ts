import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from '@slipway/clients';
import { SlipwayError } from '@slipway/contracts';
import { removeTree } from '../../cache/remove-tree.ts';
import type { Go } from './find-go.ts';
import { classifyGoFailure } from './go-failure.ts';

/** A published module, exactly. */
export interface PublishedModule {
  module: string;
  /** With the leading `v`. */
  version: string;
  /** `h1:` checksum. */
  sum: string;
}

/**
 * Downloads a published module and gives its (read-only) folder in Go's module cache. `scratch` is a
 * folder that may be written to. Throws `ChecksumMismatch` when it is not the recorded one.
 */
export async function downloadModule(
  { module, version, sum }: PublishedModule,
  scratch: string,
  go: Go,
  signal: AbortSignal,
): Promise<string> {
  const name = `${module}@${version}`;
  // A module of its own, so that nothing around the cache folder has a say.
  const cwd = join(scratch, 'scratch-module');
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, 'go.mod'), 'module scratch\n\ngo 1.21\n');
  const { stdout } = await runProcess(go.program, ['mod', 'download', '-json', name], {
    cwd,
    env: { ...go.env, GOFLAGS: '-mod=mod' },
    signal,
    okCodes: [0, 1],
    dieWithParent: true,
  }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw classifyGoFailure(`download ${name}`, error);
  });
  removeTree(cwd);
  const answer = JSON.parse(stdout || '{}') as { Dir?: string; Sum?: string; Error?: string };
  if (!answer.Dir) throw classifyGoFailure(`download ${name}`, answer.Error ?? 'no answer');
  if (answer.Sum === sum) return answer.Dir;
  throw new SlipwayError({
    code: 'ChecksumMismatch',
    message: `download ${name}: its checksum is ${answer.Sum}, not the recorded ${sum}.`,
    hint: 'The proxy hands out an altered module: try another GOPROXY.',
  });
}
