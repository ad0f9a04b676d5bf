import type { CauseCode } from '@slipway/contracts';

/** A fault that the objects show, before logs are read. */
export interface Finding {
  code: CauseCode;
  /** `Kind/name`. */
  object: string;
  container?: string;
  message: string;
  hint: string;
  /** Counts as failed from this moment on (milliseconds, clock of the snapshot); now or earlier: at once. */
  dueAt: number;
  /** Whose log tells more. */
  log?: { pod: string; container: string; previous: boolean };
}

/** How long what may be waited for. */
export interface Patience {
  /** A started container without a startup probe, in milliseconds. */
  patienceMs: number;
  /** A node autoscaler may bring room. */
  autoscaling: boolean;
}
