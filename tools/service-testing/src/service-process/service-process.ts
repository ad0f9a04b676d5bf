import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardGroup, killGroup } from './process-group.ts';
import type { LogLine, ServiceOutput } from './service-output.ts';
import { collectOutput } from './service-output.ts';

/** Options of `startServiceProcess` and `runServiceProcess`. */
export interface ServiceProcessOptions {
  /** Folder under `apps/`; its `src/main.ts` is run. */
  project: string;
  /**
   * Set for the process, which inherits nothing but `PATH`. Default: `HOST` 127.0.0.1, `PORT` and `METRICS_PORT`
   * 0, `LOG_FORMAT` json.
   */
  env?: Readonly<Record<string, string | undefined>>;
  /** Arguments of the program. Default: none. */
  args?: readonly string[];
  /** Options of Node itself, for example `--max-old-space-size=64`. Default: none. */
  nodeArgs?: readonly string[];
  /** Folder in which it runs. Default: an empty one, removed when the process has ended. */
  cwd?: string;
  /** Another program than `apps/<project>/src/main.ts`, for example a bundle. */
  main?: string;
  /** Milliseconds for each wait. Default 30000. */
  timeoutMs?: number;
}

/** How a process ended. */
export interface ServiceExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A service that runs as a process of its own. */
export interface ServiceProcess {
  /** `http://127.0.0.1:<port>`, without a slash at its end. */
  url: string;
  metricsUrl: string;
  pid: number;
  cwd: string;
  /** Everything it wrote so far, standard output and standard error. */
  output(): string;
  /** What it wrote so far that is a JSON object, line by line. */
  lines(): readonly LogLine[];
  /** Waits for a text or a pattern in the output. Rejects when the process ends without it, or after `timeoutMs`. */
  waitForOutput(pattern: string | RegExp): Promise<string>;
  /** Waits for a logged line by its message, or by what it must fit. Rejects like `waitForOutput`. */
  waitForLine(line: string | ((line: LogLine) => boolean)): Promise<LogLine>;
  /** Resolves when it has ended and all of its output is here. */
  exited: Promise<ServiceExit>;
  /** Sends a signal (default SIGTERM) and waits for the end; after `timeoutMs` the whole group is killed. */
  stop(signal?: NodeJS.Signals): Promise<ServiceExit>;
  [Symbol.asyncDispose](): Promise<void>;
}

const WORKSPACE = join(import.meta.dirname, '../../../..');
const DEFAULT_TIMEOUT_MS = 30_000;
const running = new Set<Pick<ServiceProcess, 'pid' | 'exited'>>();

/**
 * Starts a service with the workspace's Node in a process group of its own and waits until it listens, which it
 * must log: `LOG_LEVEL` info or debug. Rejects with its output when it ends instead. It never outlives the test:
 * it is killed after the last test of the file, and when the process that started it is gone.
 *
 * @example
 * await using service = await startServiceProcess({ project: 'data-api', env: { WORK_DELAY_MS: '0' } });
 * expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
 */
export async function startServiceProcess(options: ServiceProcessOptions): Promise<ServiceProcess> {
  const { child, output } = spawnService(options);
  const isListening = ({ message, port }: LogLine) => message === 'listening' && typeof port === 'number';
  try {
    const find = () => output.lines().find(isListening);
    const { port, metricsPort } = await output.waitFor(find, `${options.project} to listen`);
    return { ...child, url: `http://127.0.0.1:${port}`, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics` };
  } catch (error) {
    await child.stop('SIGKILL');
    throw error;
  }
}

/** Runs a program of a service that ends by itself, for example with `--check`, or with faults in its settings. */
export async function runServiceProcess(options: ServiceProcessOptions): Promise<ServiceExit & { output: string }> {
  const { child, output } = spawnService(options);
  const { timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const timer = setTimeout(() => killGroup(child.pid), timeoutMs);
  const exit = await child.exited;
  clearTimeout(timer);
  return { ...exit, output: output.text() };
}

/** Kills every process that is still there. Runs by itself after the last test of a file. */
export async function killServiceProcesses(): Promise<void> {
  const left = [...running];
  for (const { pid } of left) killGroup(pid);
  await Promise.all(left.map(({ exited }) => exited));
}

// Where there are no tests, for example in a benchmark, the guard of each group is what remains.
(globalThis as { afterAll?: (hook: () => Promise<void>) => void }).afterAll?.(killServiceProcesses);

function spawnService(options: ServiceProcessOptions): {
  child: Omit<ServiceProcess, 'url' | 'metricsUrl'>;
  output: ServiceOutput;
} {
  const { project, args = [], nodeArgs = [], timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const main = options.main ?? join(WORKSPACE, 'apps', project, 'src/main.ts');
  const cwd = options.cwd ?? mkdtempSync(join(tmpdir(), `slipway-${project}-`));
  const spawned = spawn(nodeOfWorkspace(), [...nodeArgs, main, ...args], {
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: withoutUndefined({
      PATH: process.env['PATH'],
      HOST: '127.0.0.1',
      PORT: '0',
      METRICS_PORT: '0',
      LOG_FORMAT: 'json',
      ...options.env,
    }),
  });
  const pid = spawned.pid;
  if (pid === undefined) throw new Error(`start ${project}: there is no Node to run it with.`);
  const callOff = guardGroup(pid);
  // What it left behind holds its pipes open: those end with it.
  spawned.on('exit', () => killGroup(pid));
  const exited = new Promise<ServiceExit>((resolve) => {
    spawned.on('close', (code, signal) => {
      callOff();
      running.delete(entry);
      if (options.cwd === undefined) rmSync(cwd, { recursive: true, force: true });
      resolve({ code, signal });
    });
  });
  const entry = { pid, exited };
  running.add(entry);
  const output = collectOutput([spawned.stdout, spawned.stderr], { ended: exited, timeoutMs });

  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<ServiceExit> {
    spawned.kill(signal);
    const timer = setTimeout(() => killGroup(pid as number), timeoutMs);
    const exit = await exited;
    clearTimeout(timer);
    return exit;
  }

  return {
    output,
    child: {
      pid,
      cwd,
      output: output.text,
      lines: output.lines,
      waitForOutput: (pattern) => output.waitFor(() => findText(output.text(), pattern), String(pattern)),
      waitForLine: (line) => {
        const fits = typeof line === 'string' ? ({ message }: LogLine) => message === line : line;
        return output.waitFor(() => output.lines().find(fits), `the line ${line}`);
      },
      exited,
      stop,
      [Symbol.asyncDispose]: async () => void (await stop()),
    },
  };
}

/** The Node that the workspace pins; the one that runs this where its package is not installed. */
function nodeOfWorkspace(): string {
  const pinned = join(WORKSPACE, 'node_modules/.bin/node');
  return existsSync(pinned) ? pinned : process.execPath;
}

function findText(text: string, pattern: string | RegExp): string | undefined {
  if (typeof pattern === 'string') return text.includes(pattern) ? pattern : undefined;
  return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).exec(text)?.[0];
}

function withoutUndefined(env: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}
