import type { Environment, SavedPlan, Verdict } from '@slipway/contracts';
import type { GivenApproval } from '../protect/check-approval.ts';

/** A project and where its chart lies. Any workspace can say this; nothing else of Nx is needed. */
export interface ChartProject {
  /** Name in the workspace. */
  project: string;
  /** Chart folder, absolute or relative to the workspace root. */
  chartDir: string;
}

/** What a command is about: plain inputs, the same from the CLI and from an Nx target. */
export interface ReleaseRequest {
  /** Absolute. */
  workspaceRoot: string;
  environment: Environment;
  /** Every project with a chart; those not selected still give order and images. */
  projects: ChartProject[];
  /** Projects to work on. Absent: all that do not say `slipway.dev/default: "false"`. */
  select?: string[];
  /** Names of all projects of the workspace, with a chart or without; only for better errors. */
  knownProjects?: string[];
  /** Folder of the environments; default `deploy/environments`. */
  environmentsDir?: string;
  /** Folder of the image files; default `dist/images`. */
  imagesDir?: string;
}

/** How a command is carried out. All optional. */
export interface DeployOptions {
  /** Stops the work; what was begun is left consistent. */
  signal?: AbortSignal;
  /** Most releases at work at once. Default 10. */
  parallel?: number;
  /** A started container without a startup probe may take this long to be Ready, in milliseconds. Default 10 000. */
  patienceMs?: number;
  /** One release may take this long in all, in milliseconds. Default 600 000. */
  deadlineMs?: number;
  /** Run the release's tests and write the record. Default true; `helm-install` says false and leaves both to `deploy`. */
  verify?: boolean;
  /** Limit for the release's tests, in milliseconds. Default 120 000. */
  testTimeoutMs?: number;
  /** Carry out this plan, as it is or not at all; it says which releases. Throws `PlanStale` (exit 3). */
  savedPlan?: SavedPlan;
  /** A failed release goes back to what served before. Default true. */
  goBack?: boolean;
  /** Who says that the plan may be carried out, where the environment's protection asks for it. */
  approval?: GivenApproval;
  /** When one release fails, all that this run has changed go back. Default: in every environment but `local`. */
  atomic?: boolean;
  /** Told of each release as soon as it has come to its end; of one that an atomic set takes back, once more. */
  onEnd?: (verdict: Verdict) => void;
}
