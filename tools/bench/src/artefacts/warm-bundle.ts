import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from '@slipway/clients';

/** A bundle with the compile cache that belongs to it. */
export interface WarmBundle {
  main: string;
  /** Folder of the compile cache. */
  cache: string;
  /** What the image's environment says about it. */
  env: { NODE_COMPILE_CACHE: string };
}

/** Puts a bundle into `folder` and makes its compile cache there as the services' Dockerfile does. */
export async function warmBundle(bundle: string, folder: string, signal?: AbortSignal): Promise<WarmBundle> {
  const main = join(folder, 'main.js');
  const cache = join(folder, 'cache');
  mkdirSync(cache, { recursive: true });
  copyFileSync(bundle, main);
  const env = { NODE_COMPILE_CACHE: cache };
  await runProcess(process.execPath, ['--random-seed=1', main, '--warm'], {
    env: { PATH: process.env['PATH'], ...env },
    signal,
    dieWithParent: true,
  });
  return { main, cache, env };
}
