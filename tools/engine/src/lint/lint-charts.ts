import type { LintCheck, LintFinding, LintReport } from '@slipway/contracts';
import type { CheckRun } from './check-log.ts';
import { findStrays } from './checks/strays.ts';
import { createPool } from './create-pool.ts';
import { applyExclusions } from './findings/apply-exclusions.ts';
import type { ChartOutcome } from './lint-one-chart.ts';
import { lintOneChart } from './lint-one-chart.ts';
import type { LintClients, LintRequest } from './lint-request.ts';
import { OPTIONAL_CHECKS } from './lint-request.ts';

const DEFAULT_CONCURRENCY = 2;
/** Checks that need no policy. */
const BASE_CHECKS = ['lint', 'render', 'schema', 'duplicate', 'ports'];
/** Where the workspace keeps what lint is to look at. */
export const LINT_POLICY_FILE = 'deploy/lint.yaml';

/**
 * Lints charts: renders each for every environment, with its defaults and with each of its `ci` values, and runs
 * every check over what comes out. Built images are not looked at: their digests are placeholders. A library chart is
 * linted alone and through the chart that tests it. Throws only for what is no fault of a chart's content, for example
 * a program that cannot be run. Findings are sorted by chart, check, file and message.
 */
export async function lintCharts(
  request: LintRequest,
  clients: LintClients,
  signal?: AbortSignal,
): Promise<LintReport> {
  const pool = createPool(request.concurrency ?? DEFAULT_CONCURRENCY, clients.now);
  const stop = new AbortController();
  const surroundings = {
    request,
    clients,
    pool,
    signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal,
  };
  const outcomes = await Promise.all(
    request.charts.map((chart) =>
      lintOneChart(chart, surroundings).catch((error: unknown) => {
        stop.abort(error); // The other charts' programs end as well.
        throw error;
      }),
    ),
  );
  const strays = request.isComplete ? await findStrays(request, clients.files) : [];
  return toReport(outcomes, strays, request, clients);
}

function toReport(
  outcomes: readonly ChartOutcome[],
  strays: readonly LintFinding[],
  request: LintRequest,
  clients: LintClients,
): LintReport {
  const exclusions = request.policy?.exclusions ?? [];
  const found = outcomes.flatMap(({ findings }) => findings);
  const { standing, excluded, matches } = applyExclusions(found, exclusions);
  const skipped = request.unavailable ?? [];
  const stale = request.isComplete
    ? exclusions.flatMap((exclusion, index) =>
        matches[index] === 0 && !skipped.some(({ name }) => name === exclusion.checker)
          ? [toStaleFinding(exclusion, index)]
          : [],
      )
    : [];
  const findings = [...standing.sort(byPlace), ...strays, ...stale, ...toHomelessFindings(request)];
  const checks = toChecks(outcomes, request, { findings, excluded });
  const isLacking = skipped.some(({ isExpected }) => isExpected !== true);
  const isBad = findings.some(isFault) || (request.strictCheckers === true && isLacking);
  return {
    schema: 'slipway.lint/v2',
    exitCode: isBad ? 1 : 0,
    kubernetesVersions: clients.validators.map(({ kubernetesVersion }) => kubernetesVersion),
    charts: outcomes.map(({ summary }) => summary),
    checks,
    findings,
    exclusions: exclusions.map((exclusion, index) => ({ ...exclusion, matches: matches[index] ?? 0 })),
  };
}

/** Whether a finding fails the lint. Pure. */
export function isFault({ severity }: Pick<LintFinding, 'severity'>): boolean {
  return severity !== 'note';
}

function toChecks(
  outcomes: readonly ChartOutcome[],
  { charts, policy, unavailable = [] }: LintRequest,
  { findings, excluded }: { findings: readonly LintFinding[]; excluded: readonly LintFinding[] },
): LintCheck[] {
  const runs = outcomes.flatMap((outcome) => outcome.runs);
  const known = [...BASE_CHECKS, ...Object.keys(OPTIONAL_CHECKS)];
  const extra = unavailable.map(({ name }) => name).filter((name) => !known.includes(name));
  const asked = new Set([...BASE_CHECKS, ...(policy?.checkers ?? []), ...runs.map(({ name }) => name)]);
  return [...known, ...extra].map((name): LintCheck => {
    const missing = unavailable.find((it) => it.name === name);
    const home = name === 'reachability' && asked.has(name) ? policy?.reachability?.project : undefined;
    const isElsewhere = home !== undefined && !charts.some(({ project }) => project === home);
    const count = findings.filter((finding) => finding.check === name && isFault(finding)).length;
    return {
      name,
      ...toSums(runs.filter((run) => run.name === name)),
      ...(missing
        ? { state: 'skipped', reason: missing.reason }
        : isElsewhere
          ? { state: 'elsewhere', reason: `with ${home}` }
          : { state: !asked.has(name) ? 'not-asked' : count > 0 ? 'failed' : 'passed' }),
      findings: count,
      excluded: excluded.filter(({ check }) => check === name).length,
    };
  });
}

function toSums(runs: readonly CheckRun[]): Pick<LintCheck, 'version' | 'renders' | 'objects' | 'durationMs'> {
  const sum = (of: (run: CheckRun) => number) => runs.reduce((total, run) => total + of(run), 0);
  const version = runs.find((run) => run.version !== undefined)?.version;
  return {
    ...(version === undefined ? {} : { version }),
    renders: sum((run) => run.renders),
    objects: sum((run) => run.objects),
    durationMs: sum((run) => run.durationMs),
  };
}

/** The project that `reachability` is to run with must be there, or nobody would ever run it. */
function toHomelessFindings({ policy, charts, isComplete }: LintRequest): LintFinding[] {
  const home = policy?.reachability?.project;
  if (!isComplete || home === undefined || charts.some(({ project }) => project === home)) return [];
  return [
    {
      ...toPolicyFinding('/reachability/project', 100),
      rule: 'unknown-project',
      message: `no project "${home}" has a chart, so the check reachability runs with none`,
      fix: `Name one of ${charts.map(({ project }) => project).join(', ')}.`,
    },
  ];
}

function toStaleFinding(
  { checker, rule, object }: { checker: string; rule: string; object?: string },
  index: number,
): LintFinding {
  return {
    ...toPolicyFinding(`/exclusions/${index}`, index),
    rule: 'stale-exclusion',
    message: `no finding of ${checker} ${rule}${object === undefined ? '' : ` about ${object}`} is left to exclude`,
    fix: 'Take the exclusion out.',
  };
}

function toPolicyFinding(path: string, fingerprint: number) {
  return {
    ...{ severity: 'warning' as const, check: 'policy', project: '', chart: '', renders: [], valuesFiles: [] },
    ...{ path, file: LINT_POLICY_FILE, fingerprint: `${fingerprint}`.padStart(32, '0') },
  };
}

function byPlace(a: LintFinding, b: LintFinding): number {
  const key = ({ chart, check, file, object = '', rule, message }: LintFinding) =>
    [chart, check, file, object, rule, message].join('\0');
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}
