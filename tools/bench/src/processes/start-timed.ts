import { spawn } from 'node:child_process';
import { dyingWithParent } from '@slipway/clients';

/** Options of `startTimed`. */
export interface StartTimedOptions {
  program: string;
  args: readonly string[];
  /** The whole environment. */
  env: NodeJS.ProcessEnv;
  /** What the program prints on standard output when it is ready. */
  ready: RegExp;
  signal: AbortSignal;
}

/** A program that is ready. */
export interface TimedProcess {
  pid: number;
  /** From the call that starts it until the ready line arrived. */
  ms: number;
  /** What it printed so far. */
  stdout(): string;
  stderr(): string;
  /** Ends it, at once unless another signal is given, and waits until it is gone. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a program, on any CPU, and takes the time until it is ready. Throws when it ends before. */
export async function startTimed({ program, args, env, ready, signal }: StartTimedOptions): Promise<TimedProcess> {
  const [command, commandArgs] = dyingWithParent(program, args, env);
  const started = performance.now();
  const child = spawn(command, commandArgs, { env, stdio: ['ignore', 'pipe', 'pipe'], signal, killSignal: 'SIGKILL' });
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const ms = await new Promise<number>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (ready.test(stdout)) resolve(performance.now() - started);
    });
    child.on('error', reject);
    void exited.then(() =>
      reject(new Error(`start ${args.join(' ')}: it ended before it was ready. ${stdout}${stderr}`)),
    );
  });
  return {
    pid: child.pid ?? 0,
    ms,
    stdout: () => stdout,
    stderr: () => stderr,
    async end(name = 'SIGKILL') {
      child.kill(name);
      await exited;
    },
  };
}
