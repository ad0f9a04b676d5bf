import { ProcessError, runProcess } from '@slipway/clients';

/** How a command of a test is run. */
export interface RunOptions {
  cwd: string;
  /** Added to the environment of the tests, from which `NX_*` is taken out. */
  env?: Record<string, string>;
  /** Milliseconds until the command's process group is ended. Default 600 000. */
  timeoutMs?: number;
  /** Written to the command's standard input, which is empty otherwise. */
  input?: string;
}

/** How a command ended; never throws for an exit code. */
export interface RunResult {
  exitCode: number;
  stdout: string;
  stderr: string;
  durationMs: number;
}

const DEFAULT_TIMEOUT_MS = 600_000;

/** Runs a command to its end. An Nx that runs inside an Nx task must not inherit its settings. */
export async function run(command: string, args: string[], options: RunOptions): Promise<RunResult> {
  const started = performance.now();
  const signal = AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const env = { ...cleanEnvironment(), ...options.env };
  const ended = (exitCode: number, stdout: string, stderr: string): RunResult => ({
    exitCode,
    stdout,
    stderr,
    durationMs: performance.now() - started,
  });
  try {
    const result = await runProcess(command, args, { cwd: options.cwd, env, signal, input: options.input });
    return ended(0, result.stdout, result.stderr);
  } catch (error) {
    if (!(error instanceof ProcessError) || error.processExitCode === undefined) throw error;
    return ended(error.processExitCode, error.stdout, error.stderr);
  }
}

/** Like `run`, but an exit code other than 0 fails the test with all that the command printed. */
export async function runOk(command: string, args: string[], options: RunOptions): Promise<RunResult> {
  const result = await run(command, args, options);
  if (result.exitCode !== 0) {
    throw new Error(
      `${command} ${args.join(' ')}: exit code ${result.exitCode}\n--- stdout\n${result.stdout}\n--- stderr\n${result.stderr}`,
    );
  }
  return result;
}

/** The environment of the tests without what Nx and jest put there for their own children. */
export function cleanEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !/^(NX_|JEST_)/.test(entry[0]),
  );
  return Object.fromEntries(entries);
}
