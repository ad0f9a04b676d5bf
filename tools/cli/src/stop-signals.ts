import { ExitCodes, SlipwayError } from '@slipway/contracts';

/** Ctrl-C reaches a process twice when a parent passes on what the terminal sent to the whole group. */
const SAME_SIGNAL_MS = 1000;

/** Signals of the operating system as an AbortSignal, until they are released. */
export interface StopSignals {
  signal: AbortSignal;
  /** Gives the signals back to Node: from then on they end the process. */
  release(): void;
}

/** The same for the life of the process. */
export function abortOnSignals(): AbortSignal {
  return listenForStop().signal;
}

/**
 * An AbortSignal that SIGINT, SIGTERM and SIGHUP abort; the reason carries the exit code (130, else 143). A
 * second signal, a second later or more, ends the process at once.
 */
export function listenForStop(): StopSignals {
  const listeners: [NodeJS.Signals, () => void][] = [];
  const controller = new AbortController();
  let firstAt = 0;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const listener = () => {
      const exitCode = name === 'SIGINT' ? ExitCodes.interrupted : ExitCodes.terminated;
      if (!controller.signal.aborted) {
        firstAt = performance.now();
        controller.abort(
          new SlipwayError({
            code: 'Stopped',
            message: `stopped by ${name}.`,
            hint: 'Run the same command again to go on.',
            exitCode,
          }),
        );
      } else if (performance.now() - firstAt > SAME_SIGNAL_MS) process.exit(exitCode);
    };
    listeners.push([name, listener]);
    process.on(name, listener);
  }
  return {
    signal: controller.signal,
    release: () => listeners.forEach(([name, listener]) => process.off(name, listener)),
  };
}
