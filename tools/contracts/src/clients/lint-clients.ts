import type { HelmSource } from '../desired-release.ts';
import type { ReleaseRef } from './helm-client.ts';

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

/** Holds manifests against the API's own schemas. */
export interface ManifestValidator {
  /** Version of Kubernetes whose schemas are used. */
  kubernetesVersion: string;
  /** Every kind that there is a schema for. */
  kinds: readonly { apiVersion: string; kind: string }[];
  /** Takes a stream of YAML documents. Throws `ManifestsUnreadable` when it cannot be read as such. */
  validate(manifests: string, signal?: AbortSignal): Promise<ValidatedObject[]>;
}
