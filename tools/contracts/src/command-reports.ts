import type { CauseCode } from './causes/causes.ts';

/** What a command prints with `--json` when it could not do its work at all. */
export interface ErrorReport {
  schema: 'slipway.error/v1';
  exitCode: number;
  /** Stable CamelCase code; `Unexpected` for a fault in Slipway itself. */
  code: string;
  message: string;
  /** What to do next. */
  hint?: string;
  /** Facts by name; which ones depends on the code. */
  details?: Record<string, unknown>;
}

/** `slipway doctor --json`. */
export interface DoctorReport {
  schema: 'slipway.doctor/v1';
  findings: {
    /** What was looked at. */
    name: string;
    state: 'good' | 'warning' | 'bad';
    message: string;
    /** What to do; present unless it is good. */
    fix?: string;
    /** Environment that was asked; absent for the machine and the workspace. */
    environment?: string;
  }[];
}

/** `slipway toolchain list --json`. */
export interface ToolchainReport {
  schema: 'slipway.toolchain/v1';
  tools: {
    name: string;
    version: string;
    /** How it is obtained. */
    kind: string;
    /** Where it was found, or that it was not. */
    state: string;
    /** Folder or program; present when it is there. */
    path?: string;
  }[];
}

/** `slipway cluster up|status|down --json`. */
export interface ClusterReport {
  schema: 'slipway.cluster/v1';
  provider: 'embedded' | 'kind' | 'context';
  state: 'running' | 'starting' | 'degraded' | 'stopped' | 'absent';
  kubeconfig: string;
  context: string;
  /** Host and port of the registry that images are pushed to. */
  registry: string;
  ingress: { http: string; https: string; caFile?: string };
  node: string;
  /** What becomes of NetworkPolicies; `unknown` where the network is not ours. */
  networkPolicies: 'enforced' | 'ignored' | 'unknown';
  components: {
    name: string;
    state: string;
    pid?: number;
    /** Start time of the process in clock ticks since boot. */
    startTicks?: number;
    /** Starts after the first. */
    restarts: number;
    /** Milliseconds from its start to its first readiness. */
    readyAfterMs?: number;
    /** How its last process ended. */
    lastExit?: string;
    log: string;
  }[];
  /** Folder of the components' logs. */
  logs?: string;
}

/** `slipway explain --json`. */
export interface ExplainReport {
  schema: 'slipway.explain/v1';
  /** The one that was asked for, or all. */
  causes: {
    code: CauseCode;
    /** In a few words. */
    title: string;
    /** What it means. */
    meaning: string;
    /** What Slipway knows it by. */
    recognised: string;
    /** What is merely slow, and when it counts as failed. */
    patience: string;
    /** What to do. */
    hint: string;
    /** Commands to look further; capitals stand for names. */
    commands: string[];
  }[];
}

/** `slipway port-forward --json`, printed once the ports are open. */
export interface PortForwardReport {
  schema: 'slipway.port-forward/v1';
  environment: string;
  release: string;
  namespace: string;
  forwards: {
    url: string;
    /** Where this machine listens. */
    address: string;
    localPort: number;
    /** Port of the container. */
    port: number;
    /** Name of the port, where it has one. */
    name?: string;
  }[];
}
