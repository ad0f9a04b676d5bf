/** One thing that can be released: a project together with its chart. Made by the catalog. */
export interface Service {
  schema: 'slipway.service/v1';
  /** Release name: the project's name, made fit for Kubernetes (at most 53 characters). */
  name: string;
  /** The project's name in the workspace. */
  project: string;
  /** Its chart. */
  chart: {
    /** `name` of Chart.yaml. */
    name: string;
    /** `version` of Chart.yaml. */
    version: string;
    /** Folder, absolute. */
    dir: string;
  };
  /** Projects whose release comes first (`slipway.dev/after` of Chart.yaml). */
  after: string[];
  /** Whether `--all`, `run-many` and `affected` take it (`slipway.dev/default`, true when absent). */
  isDefault: boolean;
}
