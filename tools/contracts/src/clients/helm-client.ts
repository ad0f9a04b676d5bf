import type { HelmSource } from '../desired-release.ts';

/** Which release. */
export interface ReleaseRef {
  name: string;
  namespace: string;
}

/** Helm, as far as the engine needs it. Every call ends its program when `signal` aborts. */
export interface HelmClient {
  /** Identifies program and version; part of the key under which renders are kept. */
  fingerprint(): Promise<string>;
  /** Manifests of a release as YAML, hooks and tests included. Throws `ChartInvalid`. */
  template(ref: ReleaseRef, source: HelmSource, signal?: AbortSignal): Promise<string>;
  /** Fetches the dependencies that are not local into `<chartDir>/charts`. */
  fetchDependencies(chartDir: string, signal?: AbortSignal): Promise<void>;
  /** Installs or upgrades and returns as soon as all objects are written and hooks have ended. */
  upgrade(ref: ReleaseRef, source: HelmSource, options: HelmUpgradeOptions): Promise<void>;
  /** Goes back to `revision`; returns as soon as all objects are written. */
  rollback(ref: ReleaseRef, revision: number, signal?: AbortSignal): Promise<void>;
  /** Removes the release; true when there was one. */
  uninstall(ref: ReleaseRef, signal?: AbortSignal): Promise<boolean>;
  /** Runs the release's tests. */
  test(ref: ReleaseRef, options: { timeoutMs: number; signal?: AbortSignal }): Promise<HelmTestResult>;
  /** Manifests of the newest revision as YAML, without hooks. */
  manifest(ref: ReleaseRef, signal?: AbortSignal): Promise<string>;
  /** Hooks and tests of the newest revision as YAML. */
  hooks(ref: ReleaseRef, signal?: AbortSignal): Promise<string>;
  /** Chart name of the newest revision. */
  chartName(ref: ReleaseRef, signal?: AbortSignal): Promise<string>;
}

export interface HelmUpgradeOptions {
  /** Labels of the revision's Secret. */
  labels: Record<string, string>;
  /** One line for `helm history`. */
  description: string;
  /** Limit for hooks, in milliseconds. */
  timeoutMs: number;
  signal?: AbortSignal;
}

export interface HelmTestResult {
  passed: boolean;
  /** What Helm printed, for the cause. */
  output: string;
}
