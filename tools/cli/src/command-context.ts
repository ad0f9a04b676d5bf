import type { Dependencies } from './dependencies.ts';
import type { Streams } from './io.ts';

/** What every command is given besides its arguments. */
export interface CommandContext {
  /** Arguments as they were given, those of the program's name left out. */
  args: readonly string[];
  streams: Streams;
  env: NodeJS.ProcessEnv;
  /** Absolute. */
  cwd: string;
  /** Aborts with a `SlipwayError` whose exit code says which signal it was. */
  signal: AbortSignal;
  deps: Dependencies;
}

/** Ends a command with its exit code. */
export type Finish = (exitCode: number) => void;
