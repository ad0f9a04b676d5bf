import type { Dependencies } from './dependencies.ts';
import type { OutputStream, Streams } from './io.ts';

/** What every command is given besides its arguments. */
export interface CommandContext {
  /** Arguments as they were given, those of the program's name left out. */
  args: readonly string[];
  /** What is written here is made safe for a terminal on the way (`safe-streams.ts`). */
  streams: Streams;
  /** `stderr` as it is, for workflow commands of our own alone; set by `runCli`. */
  rawStderr?: OutputStream;
  env: NodeJS.ProcessEnv;
  /** Absolute. */
  cwd: string;
  /** Aborts with a `SlipwayError` whose exit code says which signal it was. */
  signal: AbortSignal;
  deps: Dependencies;
}

/** Ends a command with its exit code. */
export type Finish = (exitCode: number) => void;
