import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { dyingWithParent, findProgram } from '@slipway/clients';

/** Options of `spawnPinned`. */
export interface SpawnPinnedOptions {
  /** 0 for servers, 1 for clients. */
  cpu: number;
  program: string;
  args?: readonly string[];
  /** Added to this process's environment; undefined takes a variable out. */
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** `pipe` collects standard output and error; `null` writes both to /dev/null. Default `pipe`. */
  output?: 'pipe' | 'null';
}

/** A started program. */
export interface PinnedProcess {
  pid: number;
  /** What it printed so far on standard output, with `pipe`. */
  stdout(): string;
  stderr(): string;
  /** Settles when it ended. */
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  isRunning(): boolean;
  /** Sends a signal to the program alone, so that it can end by itself. */
  kill(signal: NodeJS.Signals): void;
  /** Ends the whole process group: SIGTERM, then SIGKILL after `graceMs` (default 2000). */
  stop(graceMs?: number): Promise<void>;
}

const DEFAULT_GRACE_MS = 2000;
/** Nx's own variables would make a child believe that it is a task. */
const FOREIGN_VARIABLES = /^(?:NX_|npm_|FORCE_COLOR$|NODE_OPTIONS$)/;

/** Starts a program on one CPU, as leader of a process group of its own that the kernel ends should this process die. */
export function spawnPinned(options: SpawnPinnedOptions): PinnedProcess {
  const { cpu, program, args = [], cwd, output = 'pipe' } = options;
  const inherited = Object.entries(process.env).filter(([name]) => !FOREIGN_VARIABLES.test(name));
  const env = { ...Object.fromEntries(inherited), ...options.env };
  const taskset = findProgram('taskset', env);
  // Without taskset (not Linux) the figures are rougher, but there are figures.
  const pinned: [string, readonly string[]] = taskset
    ? [taskset, ['--cpu-list', String(cpu), program, ...args]]
    : [program, args];
  const [command, commandArgs] = dyingWithParent(pinned[0], pinned[1], env);
  // A device of its own, not Node's "ignore": the program must see a real standard output.
  const nowhere = output === 'null' ? openSync('/dev/null', 'w') : undefined;
  const child = spawn(command, commandArgs, {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', nowhere ?? 'pipe', nowhere ?? 'pipe'],
  });
  if (nowhere !== undefined) closeSync(nowhere);
  return watchChild(child, program);
}

function watchChild(child: ChildProcess, program: string): PinnedProcess {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  let isRunning = true;
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', (cause) => {
      isRunning = false;
      reject(new Error(`start ${program}: ${cause.message}`, { cause }));
    });
    child.once('close', (code, signal) => {
      isRunning = false;
      resolve({ code, signal });
    });
  });
  exited.catch(() => undefined); // Whoever waits for it sees it; nobody has to.
  const pid = child.pid ?? 0;

  function signalGroup(signal: NodeJS.Signals): void {
    if (pid === 0) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // The group is gone.
    }
  }
  return {
    pid,
    stdout: () => stdout,
    stderr: () => stderr,
    exited,
    isRunning: () => isRunning,
    kill: (signal) => void child.kill(signal),
    async stop(graceMs = DEFAULT_GRACE_MS) {
      if (isRunning) {
        signalGroup('SIGTERM');
        const timer = setTimeout(() => signalGroup('SIGKILL'), graceMs);
        await exited.catch(() => undefined);
        clearTimeout(timer);
      }
      signalGroup('SIGKILL'); // Children that outlived their parent.
    },
  };
}
