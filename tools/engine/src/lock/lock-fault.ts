import { ExitCodes, SlipwayError } from '@slipway/contracts';

/** A place in a lock file, and what is wrong there. */
export interface LockFault {
  environment: string;
  /** Absolute. */
  path: string;
  /** From 1 on. */
  line: number;
  /** What is wrong, without a full stop. */
  what: string;
  /** What to do, as a sentence. */
  fix: string;
}

/** The error of a lock file that cannot be used: names file, line and fix (exit 64). Pure. */
export function lockInvalid({ environment, path, line, what, fix }: LockFault): SlipwayError {
  return new SlipwayError({
    code: 'LockInvalid',
    message: `read the release lock of ${environment}: ${path}:${line}: ${what}.`,
    hint: fix,
    exitCode: ExitCodes.usage,
    details: { environment, path, line },
  });
}
