import type { HelmSource } from '../desired-release.ts';
import type { ReleaseRef } from './helm-client.ts';
import type { CheckerFinding, RenderedManifests } from './manifest-checker.ts';

/** One message of `helm lint`. */
export interface HelmLintMessage {
  severity: 'error' | 'warning' | 'info';
  /** File or folder within the chart, where Helm names one. */
  path?: string;
  message: string;
}

/** `helm lint --strict`, as far as the engine needs it. */
export interface HelmLintClient {
  lint(ref: ReleaseRef, source: HelmSource, signal?: AbortSignal): Promise<HelmLintMessage[]>;
}

/** What became of one object. */
export interface ValidatedObject {
  apiVersion: string;
  kind: string;
  name: string;
  /** `unknown`: there is no schema for this kind. */
  status: 'valid' | 'invalid' | 'unknown';
  /** Empty unless invalid. `path` is a JSON pointer, empty for the whole object. */
  faults: { path: string; message: string }[];
}

/** What became of the objects of one render, in no particular order. */
export interface ValidatedRender {
  render: string;
  objects: ValidatedObject[];
}

/** Holds manifests against the API's own schemas, and those of well-known custom kinds where they are at hand. */
export interface ManifestValidator {
  /** Version of Kubernetes whose schemas are used. */
  kubernetesVersion: string;
  /** Every kind that there is a schema for. */
  kinds: readonly { apiVersion: string; kind: string }[];
  /** All renders together. Throws `ManifestsUnreadable` when one cannot be read as YAML. */
  validate(renders: readonly RenderedManifests[], signal?: AbortSignal): Promise<ValidatedRender[]>;
}

/** One case of a chart's own unit tests that failed, or a suite that could not be run. */
export interface ChartTestFault {
  /** File of the suite, relative to the chart. */
  file: string;
  /** Title of the case; absent where the suite itself is at fault. */
  test?: string;
  message: string;
}

/** Runs the unit tests that a chart brings along in its `tests` folder. */
export interface ChartTester {
  readonly name: string;
  readonly version: string;
  /** `chartDir`: absolute, dependencies in place. Throws `CheckerFailed` when the program itself failed. */
  test(chartDir: string, signal?: AbortSignal): Promise<{ cases: number; faults: ChartTestFault[] }>;
}

/** Former states of a workspace. */
export interface ReleaseHistory {
  /** The newest tag that matches (`v*`) among the commits before this one; undefined where there is none. */
  lastTag(pattern: string): Promise<string | undefined>;
  /** Does work in the workspace as it was at a tag or commit (`root`: absolute, gone afterwards). Throws `RevisionUnknown`. */
  withTree<T>(revision: string, work: (root: string) => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** Says what a cluster that runs the old renders would refuse of the new ones, or lose by them. */
export interface UpgradeComparer {
  /** Findings of the rule `immutable`; renders are matched by name. Throws `CheckerFailed`. */
  compare(
    old: readonly RenderedManifests[],
    renders: readonly RenderedManifests[],
    signal?: AbortSignal,
  ): Promise<CheckerFinding[]>;
}
