import type { KubeObject } from './kube-object.ts';

/** Everything the diagnosis looks at, as it was at one moment. Plain data: faults can be recorded once. */
export interface Snapshot {
  /** Milliseconds since the epoch, by the clock of whoever watches. */
  now: number;
  /** When something was first seen, by the same clock: patience never trusts the clock of a node. */
  firstSeen: Record<string, number>;
  /** Live workloads of the release; a wanted one may be absent still. */
  workloads: KubeObject[];
  replicaSets: KubeObject[];
  pods: KubeObject[];
  claims: KubeObject[];
  events: KubeObject[];
}
