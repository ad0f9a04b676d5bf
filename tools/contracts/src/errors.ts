import type { ExitCode } from './exit-codes.ts';
import { ExitCodes } from './exit-codes.ts';

/** What a `SlipwayError` is made of. */
export interface SlipwayErrorOptions {
  /** Stable CamelCase code; permanent once published. */
  code: string;
  /** `<what was being done>: <what happened>.` Never holds a secret. */
  message: string;
  /** What to do next, as one sentence. Printed after the message. */
  hint?: string;
  /** Exit code of the command that ends with this error. Default 1. */
  exitCode?: ExitCode;
  /** JSON-serialisable facts for `--json`. Never holds a secret. */
  details?: Record<string, unknown>;
  /** The error underneath. */
  cause?: unknown;
}

/** The one error class of the tooling: says what was being done, to what, and what to do next. */
export class SlipwayError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;
  readonly details: Record<string, unknown>;

  constructor(options: SlipwayErrorOptions) {
    super(options.message, { cause: options.cause });
    this.name = 'SlipwayError';
    this.code = options.code;
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? ExitCodes.failed;
    this.details = options.details ?? {};
  }
}
