import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runProcess } from '@slipway/clients';
import { removeTree } from '../../cache/remove-tree.ts';
import type { PublishedModule } from './download-module.ts';
import { downloadModule } from './download-module.ts';
import type { Go } from './find-go.ts';

/**
 * Downloads modules one by one, hands each folder to `read` and removes it again: whole modules, of which a
 * few files are wanted, would otherwise fill Go's module cache. What lies there already is read there and stays.
 */
export async function readPassingModules<M extends PublishedModule>(
  modules: readonly M[],
  scratch: string,
  go: Go,
  signal: AbortSignal,
  read: (module: M, folder: string) => void,
): Promise<void> {
  const { stdout } = await runProcess(go.program, ['env', 'GOMODCACHE', 'GOPROXY'], { env: go.env, signal });
  const [cache = '', proxies = ''] = stdout.trim().split('\n');
  const passing = join(scratch, 'modules');
  const env = {
    ...go.env,
    GOMODCACHE: passing,
    GOPROXY: `${pathToFileURL(join(cache, 'cache/download')).href},${proxies}`,
    // The recorded checksum is compared in any case.
    GOSUMDB: 'off',
  };
  for (const module of modules) {
    const isThere = existsSync(join(cache, `${escapeModule(module.module)}@${module.version}`));
    try {
      read(module, await downloadModule(module, scratch, isThere ? go : { ...go, env }, signal));
    } finally {
      removeTree(passing);
    }
  }
}

/** A module's path as Go's cache spells it: capitals as `!` and the small letter. */
export function escapeModule(path: string): string {
  return path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}
