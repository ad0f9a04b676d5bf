import type { KubeObject } from './kube-object.ts';

/** Everything the diagnosis looks at, as it was at one moment. Plain data: faults can be recorded once. */
export interface Snapshot {
  /** Milliseconds since the epoch, by the clock of whoever watches. */
  now: number;
  /** When the change was applied, same clock. */
  since: number;
  /** Live workloads of the release; a wanted one may be absent still. */
  workloads: KubeObject[];
  replicaSets: KubeObject[];
  pods: KubeObject[];
  claims: KubeObject[];
  events: KubeObject[];
}
