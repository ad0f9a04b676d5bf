import type { ProcessHost } from '../process-host.ts';

/** A process that exists in memory only. Like a real one it ends once; unlike a real one its code goes on. */
export interface FakeHost extends ProcessHost {
  /** What was written to standard output and error. */
  written: { out: string; err: string };
  /** Gives the code with which the process was ended first. */
  exited: Promise<number>;
  /** Delivers a signal or an error to whoever listens. */
  emit(event: string, ...args: unknown[]): void;
}

/** A process of the given arguments and environment. */
export function createFakeHost({ args = [], env = {} }: { args?: string[]; env?: NodeJS.ProcessEnv } = {}): FakeHost {
  const listeners = new Map<string, ((...args: unknown[]) => void)[]>();
  const { promise: exited, resolve } = Promise.withResolvers<number>();
  const written = { out: '', err: '' };
  return {
    argv: ['node', 'main.js', ...args],
    env: { PORT: '0', METRICS_PORT: '0', HOST: '127.0.0.1', LOG_FORMAT: 'json', ...env },
    platform: 'linux',
    pid: 4711,
    stdout: { write: (text) => void (written.out += text) },
    stderr: { write: (text) => void (written.err += text) },
    on: (event, listener) => listeners.set(event, [...(listeners.get(event) ?? []), listener]),
    exit: resolve,
    written,
    exited,
    emit: (event, ...given) => listeners.get(event)?.forEach((listener) => listener(...given)),
  };
}
