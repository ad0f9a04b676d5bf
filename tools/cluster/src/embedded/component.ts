/** How one finds out that a component does its work. */
export type Readiness =
  | {
      kind: 'http';
      url: string;
      /** Paths of PEM files: whom to trust, and as whom to ask. */
      ca?: string;
      cert?: string;
      key?: string;
    }
  | { kind: 'tcp'; host: string; port: number }
  | { kind: 'socket'; path: string }
  /** Ready as soon as it runs. */
  | { kind: 'started' };

/** One long-running program of the cluster, as plain data. */
export interface ComponentSpec {
  name: string;
  /** Absolute path of the program. */
  program: string;
  args: string[];
  env: Record<string, string>;
  readiness: Readiness;
  /** Names of the components that must be ready before this one starts for the first time. */
  after: string[];
  /** Milliseconds between SIGTERM and SIGKILL. Default 5000. */
  stopGraceMs?: number;
}

/** All the supervisor has to run. Written by `clusterUp`, read by the supervisor. */
export interface ComponentPlan {
  schema: 'slipway.component-plan/v1';
  components: ComponentSpec[];
}

export type ComponentState = 'waiting' | 'starting' | 'ready' | 'backing-off' | 'stopped';

/** What the supervisor tells about one component. */
export interface ComponentStatus {
  name: string;
  state: ComponentState;
  pid?: number;
  /** Start time of the process in clock ticks since boot: tells it from a later one with the same pid. */
  startTicks?: number;
  /** Starts after the first. */
  restarts: number;
  /** Milliseconds from its start to its first readiness. */
  readyAfterMs?: number;
  /** How its last process ended. */
  lastExit?: string;
  log: string;
}

/** What the supervisor writes to its status file and answers on its socket. */
export interface SupervisorStatus {
  schema: 'slipway.supervisor/v1';
  pid: number;
  startTicks: number;
  boot: string;
  components: ComponentStatus[];
}
