import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { SlipwayError } from '@slipway/contracts';

/** Runs a program with this process's own streams. Signals are passed on; its exit code is the answer. */
export function runOnTerminal(
  file: string,
  args: readonly string[],
  { env, cwd }: { env: NodeJS.ProcessEnv; cwd: string },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, cwd, stdio: 'inherit' });
    const pass = (signal: NodeJS.Signals) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    for (const signal of signals) process.on(signal, pass);
    const settle = () => {
      for (const signal of signals) process.removeListener(signal, pass);
    };
    child.on('error', (cause) => {
      settle();
      reject(new SlipwayError({ code: 'ProgramFailed', message: `start ${file}: ${cause.message}.`, cause }));
    });
    child.on('exit', (code, signal) => {
      settle();
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']);
    });
  });
}
