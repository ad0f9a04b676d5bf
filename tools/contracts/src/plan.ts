import type { Cause } from './cause.ts';
import type { FieldChange } from './live-release.ts';

/** What is done to one release. */
export type ActionKind = 'install' | 'upgrade' | 'none' | 'recover' | 'uninstall';

/** Why; stable CamelCase words. */
export type ActionReason =
  | 'ReleaseNotFound'
  | 'ReleasePending'
  | 'LastRevisionFailed'
  | 'SpecChanged'
  | 'Drifted'
  | 'UpToDate'
  | 'NotReady'
  | 'NotVerified'
  | 'Requested';

/** One release of a plan. */
export interface PlannedRelease {
  /** Release name. */
  name: string;
  project: string;
  namespace: string;
  action: ActionKind;
  reasons: ActionReason[];
  /** Absent for a chart without an image of its own. */
  image?: { repository: string; digest: string };
  /** Chart that is rendered; absent where none is (undeploy, rollback). `digest`: hex sha256 over its files. */
  chart?: { name: string; version: string; digest: string };
  /** Hex sha256 over the values files and what the engine says to every chart; absent where nothing is rendered. */
  valuesDigest?: string;
  /**
   * What would change. `slipway plan` asks the API server: one entry for each field of each object, one with an
   * empty path for an object that is created or removed. A deploy looks at workloads alone.
   */
  changes: FieldChange[];
  /** What the API server would refuse, at its object; absent or empty when nothing is refused, or nobody asked. */
  refusals?: Cause[];
  /** What could not be found out, and why; one sentence each. */
  notes?: string[];
  /** Releases of this plan that come first. */
  after: string[];
  specHash: string;
  /** Newest revision when the plan was made; 0 for none. */
  baseRevision: number;
}

/** All that will be done, decided before anything is. */
export interface Plan {
  schema: 'slipway.plan/v1';
  environment: string;
  /**
   * Hex sha256 over what is to be done: all other fields but `changes`, `refusals` and `notes`, which depend on how
   * closely was looked. `plan` and `deploy` give the same hash as long as neither workspace nor releases move.
   */
  hash: string;
  /** In the order of carrying out; ties by name. */
  releases: PlannedRelease[];
}
