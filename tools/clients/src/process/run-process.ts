import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { dyingWithParent } from './die-with-parent.ts';
import { ProcessError } from './process-error.ts';

/** How one program is run. Arguments are an array, never a shell string. */
export interface RunProcessOptions {
  /** Absolute working directory. Default: the current one. */
  cwd?: string | undefined;
  /** The whole environment of the child. Default: this process's. */
  env?: NodeJS.ProcessEnv | undefined;
  /** Ends the child's process group with SIGTERM, and with SIGKILL after `killAfterMs`. */
  signal?: AbortSignal | undefined;
  /** Milliseconds between SIGTERM and SIGKILL. Default 5000. */
  killAfterMs?: number | undefined;
  /**
   * Linux: the kernel kills the child when this process dies, even by SIGKILL (needs util-linux's
   * `setpriv`; elsewhere the option has no effect). What the child started itself is not covered.
   */
  dieWithParent?: boolean | undefined;
  /** Written to the child's standard input, which is empty otherwise. */
  input?: string | Buffer | undefined;
  /** Called for every line of output as it comes. */
  onLine?: ((line: string, stream: 'stdout' | 'stderr') => void) | undefined;
  /** Exit codes that are not an error. Default [0]. */
  okCodes?: readonly number[] | undefined;
  /** Arguments that must not be shown in an error, by index; their text is hidden in shown output as well. */
  secretArguments?: readonly number[] | undefined;
}

/** What a program that ended well left behind. */
export interface ProcessResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

const DEFAULT_KILL_AFTER_MS = 5000;

/**
 * Runs one program to its end, in its own process group, so that stopping it stops all it started.
 * Throws `ProcessError` when it cannot be started, ends with another code, or is stopped.
 */
export function runProcess(
  command: string,
  args: readonly string[],
  options: RunProcessOptions = {},
): Promise<ProcessResult> {
  const { signal, input, onLine, okCodes = [0], killAfterMs = DEFAULT_KILL_AFTER_MS } = options;
  const env = options.env ?? process.env;
  return new Promise((resolve, reject) => {
    const output = { stdout: '', stderr: '' };
    const fail = (reason: { exitCode?: number | null; signal?: string | null; cause?: unknown }) =>
      reject(new ProcessError({ command, args, secretArguments: options.secretArguments ?? [], ...output, ...reason }));
    if (signal?.aborted) return fail({ cause: signal.reason });

    const [file, argv] = options.dieWithParent ? dyingWithParent(command, args, env) : [command, args];
    const child = spawn(file, argv, { cwd: options.cwd, env, detached: true, stdio: 'pipe' });
    let killTimer: NodeJS.Timeout | undefined;
    const killGroup = (name: NodeJS.Signals) => {
      try {
        if (child.pid) process.kill(-child.pid, name);
      } catch {
        // The group has ended meanwhile.
      }
    };
    const onAbort = () => {
      killGroup('SIGTERM');
      killTimer = setTimeout(() => killGroup('SIGKILL'), killAfterMs);
    };
    const settle = () => {
      clearTimeout(killTimer);
      signal?.removeEventListener('abort', onAbort);
    };

    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8');
      child[stream].on('data', (chunk: string) => (output[stream] += chunk));
      if (onLine) createInterface({ input: child[stream] }).on('line', (line) => onLine(line, stream));
    }
    child.stdin.on('error', () => undefined); // The child may end without reading its input.
    child.stdin.end(input);
    child.on('error', (cause) => {
      settle();
      fail({ cause });
    });
    child.on('close', (exitCode, endedBy) => {
      settle();
      if (exitCode !== null && okCodes.includes(exitCode) && !signal?.aborted) resolve({ exitCode, ...output });
      else fail({ exitCode, signal: endedBy, cause: signal?.aborted ? signal.reason : undefined });
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
