import type { WorkloadKind } from './kube-object.ts';

/** Status of a Helm revision. */
export type HelmStatus =
  | 'deployed'
  | 'failed'
  | 'superseded'
  | 'pending-install'
  | 'pending-upgrade'
  | 'pending-rollback'
  | 'uninstalling'
  | 'uninstalled'
  | 'unknown';

/** One revision of a release, from the metadata of its Secret alone. */
export interface LiveRevision {
  revision: number;
  status: HelmStatus;
  /** Hash of what was rendered; absent where something else than Slipway wrote the revision. */
  specHash?: string;
  /** Chart name; absent where something else than Slipway wrote the revision. */
  chart?: string;
  /** What came of it: tests passed, or it failed and was left. Absent: not known yet. */
  outcome?: 'verified' | 'failed';
  /** Seconds since the epoch of the last change, as Helm wrote it. */
  modifiedAt?: number;
}

/** One field where the cluster differs from what is wanted; a secret shows as `(secret)`. */
export interface FieldChange {
  kind: string;
  name: string;
  /** JSON pointer; empty for the whole object. */
  path: string;
  from: unknown;
  to: unknown;
  /** Present where the object belongs to no namespace. */
  scope?: 'Cluster';
}

/** One workload of a release as the cluster has it. */
export interface LiveWorkload {
  kind: WorkloadKind;
  name: string;
  isReady: boolean;
  /** Pods ready of those wanted; 0 of 0 for a CronJob. */
  ready: number;
  wanted: number;
  /** Images of its containers. */
  images: string[];
}

/** What the cluster says about one release. Read, never guessed. */
export interface LiveRelease {
  schema: 'slipway.live-release/v1';
  name: string;
  namespace: string;
  /** Newest revision. */
  revision: number;
  status: HelmStatus;
  specHash?: string;
  chart?: string;
  outcome?: 'verified' | 'failed';
  /** Known revisions, newest first. */
  revisions: LiveRevision[];
  workloads: LiveWorkload[];
  /** Fields of workloads that somebody changed. */
  workloadDrift: FieldChange[];
  /** Every wanted workload is there and all its pods are Ready. */
  isReady: boolean;
}
