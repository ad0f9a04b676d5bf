import type { LogFields } from './logger.ts';
import type { LogLevel } from './log-level.ts';
import type { RequestContext } from './request-context.ts';

/** Everything one line is made of, before it becomes text. */
export interface Line {
  level: LogLevel;
  message: string;
  timeMs: number;
  /** Fields of the logger's own child chain, outermost first. */
  bound: readonly LogFields[];
  fields: LogFields | undefined;
  context: RequestContext | undefined;
}

/** Turns a line into text without a line break at its end. Must not throw. */
export type FormatLine = (line: Line) => string;
