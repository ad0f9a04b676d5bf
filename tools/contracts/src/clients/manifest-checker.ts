/** Manifests of one chart as rendered once: for an environment, for a file of example values, or with the defaults. */
export interface RenderedManifests {
  /** Names the render in findings: an environment (`prod`), a values file (`ci/keda-values.yaml`), or `defaults`. */
  name: string;
  /** Multi-document YAML as Helm prints it, hooks and test pods included. */
  manifests: string;
}

/** One thing that a checker found wrong with a rendered object. */
export interface CheckerFinding {
  /** `name` of the render that holds it. */
  render: string;
  /** Id of the rule as the checker itself calls it, for example `container-image-tag` or `CKV_K8S_43`. */
  rule: string;
  severity: 'error' | 'warning';
  object: { apiVersion: string; kind: string; namespace?: string; name: string };
  /** Name of the container, where one is meant. */
  container?: string;
  /** JSON pointer within the object; absent for the whole of it. */
  path?: string;
  /** What is wrong, in one or more sentences. */
  message: string;
  /** What to do about it, where the checker knows. */
  fix?: string;
}

/** A program or library that judges rendered manifests. It changes nothing and asks no network. */
export interface ManifestChecker {
  /** Name that findings, summaries and exclusions use, for example `kube-score`. */
  readonly name: string;
  /** Version of the checker. */
  readonly version: string;
  /**
   * Findings of all renders together: what starts slowly is started once. Throws a SlipwayError with code
   * `CheckerFailed` when the checker itself failed; findings are no failure.
   */
  check(renders: readonly RenderedManifests[], signal?: AbortSignal): Promise<CheckerFinding[]>;
}
