import type { Cause } from './cause.ts';
import type { HelmStatus, LiveWorkload } from './live-release.ts';

/** One line of `slipway status`. */
export interface ReleaseStatus {
  /** Release name. */
  name: string;
  project: string;
  namespace: string;
  /** Environment that this is about. */
  environment?: string;
  /** `absent` when the cluster does not know the release. */
  status: HelmStatus | 'absent';
  /** 0 when absent. */
  revision: number;
  /** When the newest revision was written, ISO 8601, by the server's clock; absent where nothing is deployed. */
  deployedAt?: string;
  /** Milliseconds from then to this report, both by the server's clock. */
  ageMs?: number;
  /** Digests of its containers' images; what runs, not what is wanted. */
  digests: string[];
  ready: number;
  wanted: number;
  isReady: boolean;
  workloads: LiveWorkload[];
  /** Whether somebody changed its workloads; absent where nothing is deployed. */
  drift?: StatusDrift;
  /** The newest record: who deployed it last. Absent without records, or without the right to read them. */
  lastDeploy?: { by: string; at: string; record: number; commit?: string };
  /** What the environment's lock wants; absent where it has no lock or no line for it. */
  locked?: { digest: string; commit?: string };
  /** The lock wants another image than what runs. */
  isBehind?: boolean;
  /** Why it is not Ready, if it is not. */
  cause?: Cause;
}

/** Workloads against what Helm stored of the newest revision. Nothing is rendered: `slipway diff` knows more. */
export interface StatusDrift {
  /** `unknown` while the newest revision is not a finished one, or cannot be read. */
  state: 'none' | 'drifted' | 'unknown';
  /** Where; an empty path stands for a whole workload that is gone. Values are left out. */
  fields: { kind: string; name: string; path: string }[];
}

/** One environment of a report over several. */
export interface EnvironmentStatus {
  name: string;
  /** Why it could not be read; absent when it was. */
  error?: { code: string; message: string; hint?: string };
}

/** What runs in one environment, or in several. */
export interface StatusReport {
  schema: 'slipway.status/v1';
  /** Of several: their names between commas. */
  environment: string;
  /** Each environment that was asked for, when several were. */
  environments?: EnvironmentStatus[];
  releases: ReleaseStatus[];
}
