import type { Approval } from './approval.ts';
import type { Cause } from './cause.ts';
import type { ExitCode } from './exit-codes.ts';

/** How one release ended. */
export type VerdictStatus =
  'deployed' | 'unchanged' | 'recovered' | 'failed' | 'rolled-back' | 'skipped' | 'uninstalled';

/** How one release ended, and why if it did not end well. */
export interface Verdict {
  /** Release name. */
  name: string;
  project: string;
  namespace: string;
  status: VerdictStatus;
  /** Newest revision now; 0 for none. */
  revision: number;
  /** Newest revision before; 0 for none. */
  formerRevision: number;
  /** Milliseconds from its first operation to its end. */
  durationMs: number;
  /** Image that was wanted. */
  image?: { repository: string; digest: string };
  /** Whether its tests still have to be run (`helm-install` leaves them to `deploy`). */
  needsVerification: boolean;
  /** Present when it failed, was rolled back or was not begun. */
  cause?: Cause;
  /** Present when it could not be taken back to what served before: why. `revision` is then as it was left. */
  wayBackCause?: Cause;
}

/** The lease of a deployer that is gone. What it left unfinished is carried on or recovered by this run. */
export interface TakenOver {
  namespace: string;
  /** Who it was: user, host and process. */
  holder: string;
  /** When it began, ISO 8601. */
  since: string;
}

/** The end of a deploy, undeploy or rollback. */
export interface DeployResult {
  schema: 'slipway.result/v1';
  environment: string;
  /** Exit code of the command. */
  exitCode: ExitCode;
  /** Hash of the plan that was carried out. */
  planHash: string;
  /** Present where the plan was approved. */
  approval?: Approval;
  /** Absent when no lease had to be taken over. */
  takenOver?: TakenOver[];
  releases: Verdict[];
}

/** `dist/deploys/<environment>/<project>.json`: what `helm-install` tells `deploy`. */
export interface DeployNote {
  schema: 'slipway.deploy/v1';
  environment: string;
  planHash: string;
  /** Present where the plan was approved. */
  approval?: Approval;
  specHash: string;
  /** When it ended, ISO 8601. */
  at: string;
  verdict: Verdict;
}
