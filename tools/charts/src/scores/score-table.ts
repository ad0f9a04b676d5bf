/** How often each rule of a check was broken, by the check's own name of the rule. */
export type BrokenRules = Record<string, number>;

/** One check that charts are scored by. */
export interface ScoredCheck {
  name: string;
  /** The command as a reader can repeat it; FILE is the render, FOLDER one that holds it alone. */
  command: string;
  /** What counts as a fault. */
  counts: string;
  /** Program and version that judged. */
  version: string;
}

/** What the checks said of one chart's default render. */
export interface ChartScore {
  chart: string;
  version: string;
  /** Where the chart comes from, for people. */
  source: string;
  isOurs: boolean;
  /** Values beside the defaults, as they are given to Helm. */
  given: string[];
  /** Objects in the render, test pods included. */
  objects: number;
  /** By the name of the check. */
  withoutTests: Record<string, BrokenRules>;
  withTests: Record<string, BrokenRules>;
}

/** A chart that could not be had: what was counted elsewhere, of all checks in COMPARED together. */
export interface RecordedScore {
  chart: string;
  version: string;
  withoutTests: number;
  why: string;
}

/** docs/charts/scores.json. */
export interface ScoreTable {
  schema: 'slipway.chart-scores/v1';
  checks: ScoredCheck[];
  /** Rules of kube-linter that nobody is held to, and why: those that deploy/lint.yaml excludes for every object. */
  excluded: { rule: string; reason: string }[];
  scores: ChartScore[];
  recorded: RecordedScore[];
}

/** Checks whose sum is compared: those that say something about any chart, whatever its house rules are. */
export const COMPARED = ['kubeconform', 'admission', 'pod-security', 'kube-score', 'checkov'];

/** How many faults a check found. Pure. */
export function countOf(rules: BrokenRules | undefined): number {
  return Object.values(rules ?? {}).reduce((sum, count) => sum + count, 0);
}

/** Faults of all compared checks. Pure. */
export function sumOf(checks: Record<string, BrokenRules>): number {
  return COMPARED.reduce((sum, name) => sum + countOf(checks[name]), 0);
}

/** Counts names, in the order of the alphabet. Pure. */
export function tally(names: readonly string[]): BrokenRules {
  const rules: BrokenRules = {};
  for (const name of [...names].sort()) rules[name] = (rules[name] ?? 0) + 1;
  return rules;
}
