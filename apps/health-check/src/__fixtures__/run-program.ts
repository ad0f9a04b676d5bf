import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** How the program ended and what it said. */
export interface ProgramEnd {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The program while it runs. */
export interface RunningProgram {
  /** Resolves when all of its output is here. */
  end: Promise<ProgramEnd>;
  stdout(): string;
  stderr(): string;
  kill(signal: NodeJS.Signals): void;
}

const running = new Set<ChildProcess>();

/** Starts the program with nothing but these settings in its environment. */
export function startProgram(args: readonly string[], env: NodeJS.ProcessEnv): RunningProgram {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts'), ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => (said[name] += chunk));
  }
  const end = once(child, 'close').then(([code]) => {
    running.delete(child);
    return { code: code as number | null, ...said };
  });
  return { end, stdout: () => said.stdout, stderr: () => said.stderr, kill: (signal) => void child.kill(signal) };
}

/** Runs the program to its end. */
export function runProgram(args: readonly string[], env: NodeJS.ProcessEnv): Promise<ProgramEnd> {
  return startProgram(args, env).end;
}

/** Ends what a failed test left running. */
export function killPrograms(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Waits for a condition; fails when the program ends without it. */
export async function until(program: RunningProgram, isSo: () => boolean): Promise<void> {
  let hasEnded = false;
  void program.end.then(() => (hasEnded = true));
  while (!isSo()) {
    if (hasEnded) throw new Error(`the program ended: ${program.stdout()}${program.stderr()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
