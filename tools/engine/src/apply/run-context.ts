import type {
  Clients,
  DeployEvent,
  DesiredRelease,
  Environment,
  LiveRevision,
  PlannedRelease,
  Verdict,
} from '@slipway/contracts';
import type { NamespaceView } from './namespace-view.ts';

/** One release on its way through apply. */
export interface ReleaseJob {
  desired: DesiredRelease;
  planned: PlannedRelease;
  /** Values that may be in no log. */
  secrets: readonly string[];
  /** Revisions when the plan was made, newest first. */
  revisions: readonly LiveRevision[];
  /** Gives the spec hash to be written down, where it was not known before the namespace was there. */
  readSpecHash?: () => Promise<string>;
}

/** What carrying out a release needs besides its job. */
export interface RunContext {
  clients: Clients;
  /** Opens the watched view of a namespace; the same one for all its releases. */
  openView: (namespace: string) => Promise<NamespaceView>;
  emit: (event: DeployEvent) => void;
  /** Ends everything: a stop from outside, or a lost lease. */
  signal: AbortSignal;
  /**
   * Ends waiting and tests: `signal`, or the failure of another release where all go back as one. Helm is let
   * finish then: what it is in the middle of, a migration above all, is better done than cut.
   */
  waitSignal: AbortSignal;
  patienceMs: number;
  deadlineMs: number;
  testTimeoutMs: number;
  autoscaling: boolean;
  /** Says which checks are made. */
  environment: Environment;
  /** Absolute. */
  workspaceRoot: string;
  /** Run the release's tests. */
  verify: boolean;
}

/** What came of one release; the names, the revision before and the time are the same for all kinds of work. */
export type Outcome = Pick<Verdict, 'status'> & Partial<Omit<Verdict, 'name' | 'project' | 'namespace' | 'status'>>;
