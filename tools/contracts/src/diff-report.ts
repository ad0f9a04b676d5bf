import type { HelmStatus } from './live-release.ts';

/** One place where a live object is not what Helm's newest revision says. */
export interface Drift {
  kind: string;
  name: string;
  /** JSON pointer; empty when the whole object is missing. */
  path: string;
  change: 'missing' | 'changed' | 'extra';
  /** What the revision says; null for what it does not say. A secret shows as `(secret)`. */
  desired: unknown;
  /** What the cluster has; null when it is gone. */
  live: unknown;
  /** Who owns the field now; absent where the server does not say (a field that was removed has no owner). */
  manager?: string;
  /** When that manager last wrote to the object, ISO 8601. */
  at?: string;
  /** Present where the object belongs to no namespace. */
  scope?: 'Cluster';
}

/** One release and how far it has drifted. */
export interface ReleaseDrift {
  name: string;
  project: string;
  namespace: string;
  /** `absent` when the cluster does not know the release. */
  status: HelmStatus | 'absent';
  /** Newest revision, which the live objects are held against; 0 when absent. */
  revision: number;
  drift: Drift[];
  /** What could not be compared, and why; one sentence each. */
  notes?: string[];
}

/** `slipway diff --json`. */
export interface DiffReport {
  schema: 'slipway.diff/v1';
  environment: string;
  releases: ReleaseDrift[];
}
