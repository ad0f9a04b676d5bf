import type { KubeObject } from './kube-object.ts';

/** What one project's release is to be in one environment. Holds no secret value. */
export interface DesiredRelease {
  schema: 'slipway.desired-release/v1';
  /** Release name. */
  name: string;
  project: string;
  namespace: string;
  environment: string;
  chart: {
    name: string;
    version: string;
    /** Hex sha256 over the chart's files, its local dependencies included. */
    digest: string;
  };
  /** Hex sha256 over the values files and what the engine says to every chart, images apart. */
  valuesDigest: string;
  /** Image of the project; absent for a chart without one. `repository` includes the registry host. */
  image?: { repository: string; digest: string };
  /** Release names that come first. */
  after: string[];
  /** All rendered objects, hooks and tests included, sorted, secret values as keyed digests. */
  objects: KubeObject[];
  /** Whether the chart has tests (`helm.sh/hook: test`). */
  hasTests: boolean;
  /** First 40 hex digits of the sha256 over the normalised objects. */
  specHash: string;
  /** What Helm is given. */
  source: HelmSource;
}

/** The inputs of one `helm template` or `helm upgrade`. */
export interface HelmSource {
  /** Chart folder ready for Helm, local dependencies in place; absolute. */
  chartDir: string;
  /** Values files in order, later ones win; absolute. */
  valuesFiles: string[];
  /** Values of the engine, after all files. No secrets. */
  values: Record<string, unknown>;
}
