import type { RootLogger } from '@slipway/logging';
import { exit, ServiceExitCodes } from './exit-codes.ts';

/**
 * Ends the process after an error that nobody caught, with one line that says which: nothing can be
 * trusted afterwards. It also ends when that line cannot be written.
 */
export function exitOnCrash(logger: RootLogger): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      try {
        logger.error('crashed', { event, error });
      } finally {
        exit(logger, ServiceExitCodes.failed);
      }
    });
  }
}
