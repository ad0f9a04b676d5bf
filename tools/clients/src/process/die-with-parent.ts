import { findProgram } from './find-program.ts';

/**
 * The command line that runs `command` so that the kernel kills it when this process dies, by
 * `setpriv --pdeathsig`. Unchanged where that is not available (not Linux, no util-linux) or where the
 * command itself is not there, so that "not found" is still reported as such.
 */
export function dyingWithParent(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): [string, readonly string[]] {
  if (process.platform !== 'linux') return [command, args];
  const setpriv = findProgram('setpriv', env) ?? findProgram('setpriv', { PATH: '/usr/bin:/bin' });
  const program = findProgram(command, env);
  if (!setpriv || !program) return [command, args];
  return [setpriv, ['--pdeathsig', 'KILL', '--', program, ...args]];
}
