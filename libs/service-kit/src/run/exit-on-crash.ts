import type { RootLogger } from '@slipway/logging';
import { exit, ServiceExitCodes } from './exit-codes.ts';
import type { ProcessHost } from './process-host.ts';

/**
 * Ends the process after an error that nobody caught, with one line that says which: nothing can be
 * trusted afterwards. It also ends when that line cannot be written.
 */
export function exitOnCrash(host: Pick<ProcessHost, 'on' | 'exit'>, logger: RootLogger): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    host.on(event, (error: unknown) => {
      try {
        logger.error('crashed', { event, error });
      } finally {
        exit(host, logger, ServiceExitCodes.failed);
      }
    });
  }
}
