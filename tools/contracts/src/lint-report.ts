/** One thing that is wrong with a chart, or that could not be looked at. The same fault in several renders is one. */
export interface LintFinding {
  /** An error or warning fails the lint; a note names what was not checked. */
  severity: 'error' | 'warning' | 'note';
  /** Who found it: `lint` (helm lint), `render` (helm template), `schema`, `duplicate`, or a checker by its name. */
  check: string;
  /** Id of the rule as the checker itself calls it. */
  rule: string;
  project: string;
  /** Chart folder, relative to the workspace root. */
  chart: string;
  /** Renders that have the fault: an environment, `defaults`, or a values file below the chart's `ci` folder. */
  renders: string[];
  /** `Kind/name`. */
  object?: string;
  /** Name of the container, where one is meant. */
  container?: string;
  /** JSON pointer within the object; absent for the whole of it. */
  path?: string;
  /** File that is to blame, as far as it can be known, relative to the workspace root; else the chart's Chart.yaml. */
  file: string;
  /** Line in that file, from 1 on, where known. */
  line?: number;
  /** Values files of the first of the renders, in the order in which they are laid over each other. */
  valuesFiles: string[];
  message: string;
  /** What to do about it. */
  fix: string;
  /** Stays the same as long as the fault does: 32 hex digits, independent of renders, lines and order. */
  fingerprint: string;
}

/** What one check did, over all charts. */
export interface LintCheck {
  name: string;
  /** Version of the program, where there is one. */
  version?: string;
  /**
   * `skipped`: asked for, and could not be had here. `elsewhere`: asked for, and runs with a project that is not among
   * these. `not-asked`: no policy asks for it.
   */
  state: 'passed' | 'failed' | 'skipped' | 'elsewhere' | 'not-asked';
  /** Why it was skipped, or with which project it runs. */
  reason?: string;
  /** Renders it looked at; of Kubernetes versions counted once. */
  renders: number;
  /** Objects in those renders, or cases of unit tests. */
  objects: number;
  /** Errors and warnings that stand. */
  findings: number;
  /** Findings that an exclusion of the policy takes away. */
  excluded: number;
  /** How long its programs ran, summed; some of them at the same time. */
  durationMs: number;
}

/** One chart that was looked at. */
export interface LintedChartSummary {
  project: string;
  /** Chart folder, relative to the workspace root. */
  chart: string;
  /** Names of its renders in their order, and the values files of each. */
  renders: { name: string; valuesFiles: string[] }[];
  /** Objects over all renders. */
  objects: number;
}

/** `slipway lint --json`, and `dist/lint/<project>.json` of the target `helm-lint`. */
export interface LintReport {
  schema: 'slipway.lint/v2';
  exitCode: 0 | 1;
  /** Versions of Kubernetes whose schemas were used. */
  kubernetesVersions: string[];
  charts: LintedChartSummary[];
  checks: LintCheck[];
  findings: LintFinding[];
  /** Exclusions of the policy, and how many findings each took away. */
  exclusions: { checker: string; rule: string; object?: string; reason: string; matches: number }[];
}
