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
  /** What differs in the workloads; one entry with an empty path for each object of a new release. */
  changes: FieldChange[];
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
  /** Hex sha256 over all other fields. */
  hash: string;
  /** In the order of carrying out; ties by name. */
  releases: PlannedRelease[];
}
