import type {
  ChartTester,
  ConnectivityAnalyzer,
  Environment,
  FilesClient,
  HelmClient,
  HelmLintClient,
  LintPolicy,
  ManifestChecker,
  ManifestValidator,
  ReleaseHistory,
  UpgradeComparer,
} from '@slipway/contracts';

/** Which charts, and what for. */
export interface LintRequest {
  /** Absolute. */
  workspaceRoot: string;
  /** `chartDir`: absolute. A test chart of a library is reached through its library and stands in no list. */
  charts: readonly { project: string; chartDir: string }[];
  /** Environments to render for; none: the defaults and the chart's `ci` values alone. */
  environments: readonly Environment[];
  /** Folder of the environments, relative to the workspace root. Default `deploy/environments`. */
  environmentsDir?: string | undefined;
  /** Default: none, and then only what needs no policy is looked at. */
  policy?: LintPolicy | undefined;
  /** Checks that are asked for and cannot be had. `isExpected`: nothing is amiss, so it never fails the lint. */
  unavailable?: readonly { name: string; reason: string; isExpected?: boolean }[] | undefined;
  /** Whether the defaults and the charts' `ci` values are left out. Default false. */
  onlyEnvironments?: boolean | undefined;
  /** Whether a check that cannot be had fails the lint. Default false. */
  strictCheckers?: boolean | undefined;
  /** Whether these are all charts and environments: only then is an exclusion that matches nothing stale. */
  isComplete?: boolean | undefined;
  /** Programs at work at once. Default 2. */
  concurrency?: number | undefined;
}

/** The outside things that linting touches. */
export interface LintClients {
  files: FilesClient;
  helm: HelmClient;
  linter: HelmLintClient;
  /** One per version of Kubernetes, oldest first. */
  validators: readonly ManifestValidator[];
  /** Those that are asked for and there. */
  checkers: readonly ManifestChecker[];
  /** Runs unit tests of charts; absent: not asked for or not there. */
  tester?: ChartTester | undefined;
  /** Says who reaches whom; absent: not asked for or not there. */
  analyzer?: ConnectivityAnalyzer | undefined;
  /** The last release, and what compares with it; absent: not asked for or not there. */
  upgrade?: { base: string; history: ReleaseHistory; comparer: UpgradeComparer } | undefined;
  /** Milliseconds since any fixed moment. Default: the process's clock. */
  now?: (() => number) | undefined;
}

/** What the policy may ask for, with what each looks at. The order is that of the summary. */
export const OPTIONAL_CHECKS = {
  'kube-score': 'good practice of workloads, all default tests and two more',
  'kube-linter': 'all built-in checks',
  checkov: 'all Kubernetes checks',
  admission: 'what an API server would refuse: validation, Pod Security, policies',
  'helm-unittest': 'unit tests in the charts’ tests folders',
  parity: 'values, templates and schema against each other',
  references: 'ConfigMaps, claims, backends and words of Helm that the objects name',
  dependencies: 'Chart.lock, versions and conditions in step with Chart.yaml',
  refusals: 'values in ci/typo-*.yaml, which must not render',
  upgrade: 'what an upgrade from the last release could not do, or would lose',
  reachability: 'network policies of all services together against the declared flows',
} as const;

export type OptionalCheck = keyof typeof OPTIONAL_CHECKS;
