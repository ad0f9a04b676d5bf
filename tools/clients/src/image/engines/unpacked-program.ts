import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runProcess } from '../../process/run-process.ts';
import type { EngineProgram } from './image-engine.ts';

/** A command line in front of a program's own arguments. */
export interface CommandPrefix {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
}

/**
 * Runs what follows in a mount namespace of its own. `$1` stands for the loader's cache of libraries,
 * `$2` for a folder that takes the place of /var/lib (empty: leave it).
 */
const ENTER = [
  'mount --bind "$1" /etc/ld.so.cache',
  'if [ -n "$2" ]; then mount --bind "$2" /var/lib; fi',
  'shift 2',
  'exec "$@"',
].join(' && ');

/**
 * How to run a buildah whose package was unpacked into a folder instead of installed. buildah starts
 * itself again with an empty environment, so LD_LIBRARY_PATH does not reach the second process: the
 * libraries are given through a loader cache, mounted in a private namespace where nobody else sees it.
 * There, /var/lib is a folder below `folder` too, because buildah writes a cache under
 * /var/lib/containers whatever its settings say.
 */
export async function toUnpackedPrefix(program: EngineProgram, folder: string): Promise<CommandPrefix> {
  const { LD_LIBRARY_PATH: libraries = '', ...env } = program.env;
  const cache = join(folder, 'ld.so.cache');
  const varLib = join(folder, 'var-lib');
  await mkdir(varLib, { recursive: true });
  const lines = [...libraries.split(delimiter).filter(Boolean), 'include /etc/ld.so.conf', ''];
  await makeLoaderCache(cache, lines.join('\n'), env);
  const isRoot = process.getuid?.() === 0;
  const usesVarLib = [folder, program.path].some((path) => path.startsWith('/var/lib/'));
  return {
    command: 'unshare',
    args: [
      // A user who is not root becomes root of a namespace with the ids that /etc/subuid grants.
      ...(isRoot ? [] : ['--map-root-user', '--map-auto']),
      ...['--mount', '--propagation', 'private', '--', '/bin/sh', '-c', ENTER, 'sh', cache],
      usesVarLib ? '' : varLib,
      program.path,
    ],
    env,
  };
}

/** Made aside and renamed: builds run side by side. */
async function makeLoaderCache(cache: string, list: string, env: NodeJS.ProcessEnv): Promise<void> {
  const aside = await mkdtemp(`${cache}-`);
  try {
    await writeFile(join(aside, 'conf'), list);
    await runProcess('/sbin/ldconfig', ['-X', '-C', join(aside, 'cache'), '-f', join(aside, 'conf')], { env });
    await rename(join(aside, 'cache'), cache);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}
