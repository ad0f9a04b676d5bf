import type { KubeObject } from './kube-object.ts';

/** Everything the diagnosis looks at, as it was at one moment. Plain data: faults can be recorded once. */
export interface Snapshot {
  /** Milliseconds since the epoch, by the clock of whoever watches. */
  now: number;
  /** When something was first seen, by the same clock: patience never trusts the clock of a node. */
  firstSeen: Record<string, number>;
  /** Readiness failures told of a container until it was last Ready, by `uid/container`. */
  failuresWhenReady?: Record<string, number>;
  /** When the API server was last back after it had been away; absent when it never was. */
  resumedAt?: number | undefined;
  /** Live workloads of the release; a wanted one may be absent still. */
  workloads: readonly KubeObject[];
  replicaSets: readonly KubeObject[];
  pods: readonly KubeObject[];
  claims: readonly KubeObject[];
  events: readonly KubeObject[];
}
