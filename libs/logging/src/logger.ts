import type { LogLevel } from './log-level.ts';

/** Facts of one line. Values under a secret-looking key are redacted; errors give name, message, stack and cause. */
export type LogFields = Readonly<Record<string, unknown>>;

/** What the rest of the code logs through. The library behind it is known to one file only. */
export interface Logger {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  /** A logger that puts `fields` on every line; level and output are shared with this one. */
  child(fields: LogFields): Logger;
  /** Whether a line of this level would be written: ask before computing costly fields. */
  isEnabled(level: LogLevel): boolean;
}

/** A logger as its owner sees it: level and output can be steered. */
export interface RootLogger extends Logger {
  /** Takes effect at once, also for every child. */
  setLevel(level: LogLevel): void;
  /** The level in force. */
  level(): LogLevel;
  /** Writes buffered lines out, synchronously. Without a buffer there is nothing to do. */
  flush(): void;
}
