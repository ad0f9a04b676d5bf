import type { Cause } from './cause.ts';
import type { HelmStatus, LiveWorkload } from './live-release.ts';

/** One line of `slipway status`. */
export interface ReleaseStatus {
  /** Release name. */
  name: string;
  project: string;
  namespace: string;
  /** `absent` when the cluster does not know the release. */
  status: HelmStatus | 'absent';
  /** 0 when absent. */
  revision: number;
  /** Digests of its containers' images; what runs, not what is wanted. */
  digests: string[];
  ready: number;
  wanted: number;
  isReady: boolean;
  workloads: LiveWorkload[];
  /** Why it is not Ready, if it is not. */
  cause?: Cause;
}

/** What runs in one environment. */
export interface StatusReport {
  schema: 'slipway.status/v1';
  environment: string;
  releases: ReleaseStatus[];
}
