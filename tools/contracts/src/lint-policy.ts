/** A rule of a checker that is not followed, with the reason why. */
export interface LintExclusion {
  /** Name of the checker, for example `kube-linter`, `*` standing for any characters. */
  checker: string;
  /** Id of the rule as the checker itself calls it, `*` standing for any characters. */
  rule: string;
  /** `Kind/name`, `*` standing for any characters. Default: every object. */
  object?: string;
  /** Why the rule is not followed. Must not be empty. */
  reason: string;
}

/**
 * `deploy/lint.yaml`: what the charts of a workspace are held against besides `helm lint`, the API's own
 * schemas and doubled names, which are always looked at.
 */
export interface LintPolicy {
  schema: 'slipway.lint-policy/v1';
  /** Versions of Kubernetes as `major.minor` whose schemas every render must meet. Default: the newest one at hand. */
  kubernetesVersions?: string[];
  /** Checks to run besides those that always run. `slipway lint --help` lists them. Default none. */
  checkers?: string[];
  /** Folders of ValidatingAdmissionPolicies, relative to the workspace root. Default none. */
  policies?: string[];
  /** Pod Security level that every pod must meet. Default `restricted`. */
  podSecurity?: 'restricted' | 'baseline' | 'off';
  /**
   * For the check `reachability`, which looks at all services together: it runs once, with the project named here, over
   * the services within its umbrella chart. Needed where the check is asked for.
   */
  reachability?: {
    project: string;
    /** Declared flows, relative to the workspace root. Default `deploy/reachability.yaml`. */
    matrix?: string;
  };
  /** Rules that are not followed; at most five. */
  exclusions?: LintExclusion[];
}
