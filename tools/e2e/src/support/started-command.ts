import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cleanEnvironment } from './run.ts';
import { waitFor } from './wait-for.ts';
import { workspace } from './workspace.ts';

/** A command of the command line that goes on until it is stopped. */
export interface StartedCommand {
  /** What it has printed until now. */
  stdout(): string;
  stderr(): string;
  /** Waits until something that it has printed is as it should be. */
  until<T>(what: string, look: (stdout: string) => T | undefined | false): Promise<T>;
  /** Ctrl-C; gives how it ended. */
  stop(): Promise<{ exitCode: number | null; durationMs: number }>;
}

/** Starts `slipway` as a process of its own, without npm in between. */
export function startCommand(args: readonly string[]): StartedCommand {
  const child = spawn(process.execPath, [join(workspace, 'tools', 'cli', 'bin', 'slipway.mjs'), ...args], {
    cwd: workspace,
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // A signal to the tests is none to it.
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const ended = once(child, 'close').then(([exitCode]) => exitCode as number | null);
  return {
    stdout: () => stdout,
    stderr: () => stderr,
    until: async (what, look) => {
      try {
        return await waitFor(what, async () => look(stdout), { timeoutMs: 60_000, everyMs: 100 });
      } catch (error) {
        throw new Error(`${(error as Error).message}\n${stdout.slice(-2000)}\n${stderr}`, { cause: error });
      }
    },
    async stop() {
      const startedAt = performance.now();
      child.kill('SIGINT');
      const exitCode = await ended;
      return { exitCode, durationMs: performance.now() - startedAt };
    },
  };
}
