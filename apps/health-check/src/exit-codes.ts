/** Exit codes of health-check. */
export const ExitCodes = {
  /** Every target is well, and the run is on record. */
  ok: 0,
  /** A target failed (`--print`: in the last result), or there is no result to print. */
  failed: 1,
  /** Wrong use of the command line (sysexits.h, EX_USAGE). */
  usage: 64,
  /** Every target is well, but log or result could not be written (sysexits.h, EX_IOERR). */
  unrecorded: 74,
  /** The settings have faults (sysexits.h, EX_CONFIG). */
  settings: 78,
  /** Stopped in the middle of a single run. */
  SIGINT: 130,
  SIGTERM: 143,
} as const;
