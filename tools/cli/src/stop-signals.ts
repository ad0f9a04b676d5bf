import { constants } from 'node:os';
import type { ExitCode } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';

/** Ctrl-C reaches a process twice when a parent passes on what the terminal sent to the whole group. */
const SAME_SIGNAL_MS = 1000;

/**
 * An AbortSignal that SIGINT, SIGTERM and SIGHUP abort; the reason carries the exit code (130, 143). A
 * second signal, a second later or more, ends the process at once.
 */
export function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  let firstAt = 0;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      const exitCode = 128 + constants.signals[name];
      if (!controller.signal.aborted) {
        firstAt = performance.now();
        controller.abort(
          new SlipwayError({
            code: 'Stopped',
            message: `stopped by ${name}.`,
            hint: 'Run the same command again to go on.',
            exitCode: exitCode as ExitCode,
          }),
        );
      } else if (performance.now() - firstAt > SAME_SIGNAL_MS) process.exit(exitCode);
    });
  }
  return controller.signal;
}
