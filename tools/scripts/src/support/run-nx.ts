import { join } from 'node:path';
import { withoutNxVariables } from '@slipway/cli';
import { $ } from 'zx';
import { workspaceRoot } from './workspace-root.ts';

/** How an nx command is run. */
export interface RunNxOptions {
  /** Ends Nx and all its tasks. */
  signal: AbortSignal;
  /** Called for every line that Nx or a task prints. */
  onLine: (line: string) => void;
  /** Added to the environment; undefined takes a variable out. */
  env?: Record<string, string | undefined>;
}

/**
 * Runs an nx command of this workspace and gives its exit code. Nothing of an Nx that runs around us
 * is inherited. Throws the signal's reason when it was stopped.
 */
export async function runNx(args: readonly string[], { signal, onLine, env = {} }: RunNxOptions): Promise<number> {
  signal.throwIfAborted();
  const run = $({
    cwd: workspaceRoot,
    env: { ...withoutNxVariables(process.env), NX_DAEMON: 'false', ...env },
    nothrow: true,
    quiet: true,
    detached: true, // a process group of its own, so that all of it can be stopped
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const nx = join(workspaceRoot, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');
  const child = run`exec ${process.execPath} ${nx} ${args} 2>&1`;
  // zx looks for children with ps, which a small machine may not have; the group needs no search.
  const stop = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It has ended meanwhile.
    }
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const line of child) onLine(line);
    const { exitCode } = await child;
    signal.throwIfAborted();
    return exitCode ?? 1;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
