import { join } from 'node:path';
import type { PinnedProcess, SpawnPinnedOptions } from '../processes/spawn-pinned.ts';
import type { WrkReport } from './parse-report.ts';
import { parseReport } from './parse-report.ts';

export type { WrkReport } from './parse-report.ts';

/** One run of wrk. */
export interface WrkOptions {
  url: string;
  seconds: number;
  /** Kept-alive connections. Default 64. */
  connections?: number;
  /** Requests that take longer count as timeouts. Default 10 s. */
  timeoutSeconds?: number;
  /** Default 1, the clients' CPU. */
  cpu?: number;
}

/** Where wrk is, and how it is started. */
export interface WrkSurroundings {
  program: string;
  env: NodeJS.ProcessEnv;
  spawnPinned(options: SpawnPinnedOptions): PinnedProcess;
}

const SCRIPT = join(import.meta.dirname, 'report.lua');

/** Sends requests as fast as they are answered, from one thread. */
export async function runWrk(options: WrkOptions, { program, env, spawnPinned }: WrkSurroundings): Promise<WrkReport> {
  const { url, seconds, connections = 64, timeoutSeconds = 10, cpu = 1 } = options;
  const numbers = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', `${timeoutSeconds}s`];
  const wrk = spawnPinned({ cpu, program, args: [...numbers, '--latency', '-s', SCRIPT, url], env });
  const { code, signal } = await wrk.exited;
  if (code !== 0) throw new Error(`run wrk against ${url}: it ended with ${signal ?? code}. ${wrk.stderr().trim()}`);
  return parseReport(wrk.stdout());
}
