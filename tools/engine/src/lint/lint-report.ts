/** One thing that is wrong with a chart, or that could not be looked at. */
export interface LintFinding {
  /** An error or warning fails the lint; a note names what was not checked. */
  severity: 'error' | 'warning' | 'note';
  /** `lint`: helm lint. `render`: helm template. `schema`: the API's own schemas. `duplicate`: one name twice. */
  check: 'lint' | 'render' | 'schema' | 'duplicate';
  /** Chart folder, relative to the workspace root. */
  chart: string;
  /** Absent where no environment is involved. */
  environment?: string;
  /** `Kind/name`, or a file within the chart. */
  object?: string;
  /** JSON pointer within the object; empty or absent for the whole of it. */
  path?: string;
  message: string;
}

/** What came out of linting one chart. */
export interface LintReport {
  schema: 'slipway.lint/v1';
  project: string;
  /** Chart folder, relative to the workspace root. */
  chart: string;
  /** Names of the environments it was rendered for. */
  environments: string[];
  /** Version of Kubernetes whose schemas were used. */
  kubernetesVersion: string;
  /** Objects over all environments. `unknown`: no schema is at hand for their kind. */
  objects: { valid: number; invalid: number; unknown: number };
  findings: LintFinding[];
}

/** Whether nothing is wrong. Notes are no fault. */
export function hasPassed({ findings }: LintReport): boolean {
  return findings.every(({ severity }) => severity === 'note');
}
