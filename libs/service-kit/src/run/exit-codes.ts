import type { ProcessHost } from './process-host.ts';

/** Exit codes of a service. 0 also stands for a drain that ended well after SIGTERM or SIGINT. */
export const ServiceExitCodes = {
  ok: 0,
  /** The start failed, the process crashed, or the drain had to cut something off. */
  failed: 1,
  /** Wrong use of the command line (sysexits.h, EX_USAGE). */
  usage: 64,
  /** The settings have faults (sysexits.h, EX_CONFIG). */
  settings: 78,
} as const;

/** What is left of `RootLogger` when it is over. */
export interface Flushable {
  flush(): void;
}

/** Ends the process with the lines written that wait in a buffer. */
export function exit(host: Pick<ProcessHost, 'exit'>, logger: Flushable, code: number): void {
  logger.flush();
  host.exit(code);
}
