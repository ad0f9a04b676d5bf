import { dirname, join, relative } from 'node:path';
import type { KubeObject, LintedChartSummary, LintFinding, RenderedManifests } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import type { StagedChart } from '../render/stage-chart.ts';
import { stageChart } from '../render/stage-chart.ts';
import type { ChartTree } from './chart-tree.ts';
import { readChartTree } from './chart-tree.ts';
import type { CheckLog, CheckRun } from './check-log.ts';
import { createCheckLog } from './check-log.ts';
import { checkDependencies } from './checks/dependencies.ts';
import { runChecker, toUnreadablePolicy } from './checks/manifest-checker.ts';
import { checkChartParity } from './checks/parity.ts';
import { checkChartReachability, serviceChartsOf } from './checks/reachability.ts';
import { toReferenceFindings } from './checks/references.ts';
import { checkRefusals } from './checks/refusals.ts';
import { toServicePortFindings } from './checks/service-ports.ts';
import { checkChartUpgrade } from './checks/upgrade.ts';
import { checkValuesFiles } from './checks/values-files.ts';
import type { Pool } from './create-pool.ts';
import { mergeFindings } from './findings/merge-findings.ts';
import type { RawFinding } from './findings/raw-finding.ts';
import type { LintClients, LintRequest, OptionalCheck } from './lint-request.ts';
import { readLintedImages } from './renders/linted-images.ts';
import type { PlannedRender } from './renders/plan-renders.ts';
import { DEFAULTS, planRenders, releaseNameOf } from './renders/plan-renders.ts';
import type { LintRender, ParsedDocuments } from './renders/rendered-objects.ts';
import { toRenderedObjects } from './renders/rendered-objects.ts';
import type { SchemaVerdict } from './to-findings.ts';
import { toDuplicateFindings, toLintFindings, toSchemaFindings, toTestFindings } from './to-findings.ts';

/** What is shared by the charts of one run. */
export interface LintSurroundings {
  request: LintRequest;
  clients: LintClients;
  pool: Pool;
  signal: AbortSignal | undefined;
}

/** What came out of one chart, before exclusions. */
export interface ChartOutcome {
  summary: LintedChartSummary;
  runs: CheckRun[];
  findings: LintFinding[];
}

/** One chart on its way through the checks. */
interface Subject {
  project: string;
  /** Absolute; of a library the chart that tests it. */
  chartDir: string;
  /** The same, relative to the workspace root. */
  chart: string;
  /** Name of the library that is meant, where the chart tests one. */
  library: string | undefined;
  staged: StagedChart;
  tree: ChartTree;
  log: CheckLog;
  /** Documents that its renders share. */
  parsed: ParsedDocuments;
}

/** Renders one chart in every way and runs every check over what comes out. */
export async function lintOneChart(
  { project, chartDir }: LintRequest['charts'][number],
  surroundings: LintSurroundings,
): Promise<ChartOutcome> {
  const { request, clients } = surroundings;
  const { workspaceRoot } = request;
  const log = createCheckLog();
  const own = await readChartTree(chartDir, { workspaceRoot, files: clients.files });
  const testDir = testChartDirOf(own, chartDir);
  const tree = testDir === undefined ? own : await readChartTree(testDir, { workspaceRoot, files: clients.files });
  const subject: Subject = {
    project,
    chartDir: testDir ?? chartDir,
    chart: tree.dir,
    library: testDir === undefined ? undefined : own.name,
    staged: await stage(testDir ?? chartDir, surroundings),
    tree,
    log,
    parsed: new Map(),
  };
  const isBareLibrary = own.isLibrary && testDir === undefined;
  if (own.isLibrary) await lintLibrary(own, chartDir, surroundings, log);
  const planned = isBareLibrary ? [] : await plan(subject, surroundings);
  const renders = await Promise.all(planned.map((it) => renderOne(it, subject, surroundings)));
  const chartChecks = isBareLibrary ? [] : [runChartChecks(subject, planned, surroundings)];
  await Promise.all([runManifestChecks(renders, log, surroundings), ...chartChecks]);

  const runs = log.runs();
  return {
    summary: {
      project,
      chart: own.dir,
      renders: renders.map(({ name, valuesFiles }) => ({ name, valuesFiles })),
      objects: renders.reduce((sum, { objects }) => sum + objects.length, 0),
    },
    runs,
    findings: mergeFindings(
      runs.flatMap(({ findings }) => findings),
      { project, chart: own.dir, tree: subject.tree, renders },
    ),
  };
}

/** Folder of the chart that tests a library (`slipway.dev/test-chart`: a folder beside it). */
function testChartDirOf({ isLibrary, file }: ChartTree, chartDir: string): string | undefined {
  const name = file.annotations?.['slipway.dev/test-chart'];
  return isLibrary && typeof name === 'string' ? join(dirname(chartDir), name) : undefined;
}

function stage(chartDir: string, { request, clients, signal }: LintSurroundings): Promise<StagedChart> {
  const cacheDir = join(request.workspaceRoot, '.slipway', 'charts');
  return stageChart(chartDir, { files: clients.files, helm: clients.helm, cacheDir, signal });
}

async function lintLibrary(own: ChartTree, chartDir: string, surroundings: LintSurroundings, log: CheckLog) {
  const { clients, pool, signal } = surroundings;
  const staged = await stage(chartDir, surroundings);
  const source = { chartDir: staged.dir, valuesFiles: [], values: {} };
  await log.note('lint', async (took) => ({
    findings: toLintFindings(
      await pool.run(() => clients.linter.lint({ name: own.name, namespace: 'default' }, source, signal), took),
      { chart: own.dir },
    ),
  }));
}

async function plan({ chartDir, staged, project, library }: Subject, { request, clients }: LintSurroundings) {
  const { workspaceRoot, environments, environmentsDir, onlyEnvironments } = request;
  const planned = {
    workspaceRoot,
    chartDir,
    staged,
    project: library === undefined ? project : String(staged.file.name),
    environments: library === undefined ? environments : [],
    environmentsDir,
    onlyEnvironments: onlyEnvironments && library === undefined,
    chart: await readLintedImages(staged, clients.files),
  };
  return planRenders(planned, clients.files);
}

/** `helm lint --strict`, then `helm template` and what can be said of it at once. */
async function renderOne(
  planned: PlannedRender,
  { chart, log, tree, parsed }: Subject,
  { request, clients, pool, signal }: LintSurroundings,
): Promise<LintRender> {
  const { name, ref, source, valuesFiles } = planned;
  const render: LintRender = { name, valuesFiles, manifests: undefined, objects: [] };
  let isBroken = false;
  await log.note('lint', async (took) => {
    const messages = await pool.run(() => clients.linter.lint(ref, source, signal), took);
    isBroken = messages.some(({ severity }) => severity === 'error');
    const top = source.valuesFiles.at(-1);
    const valuesFile = top === undefined ? undefined : relative(request.workspaceRoot, top);
    return { findings: toLintFindings(messages, { render: name, chart, valuesFile }), renders: 1 };
  });
  if (isBroken || tree.isLibrary) return render;
  await log.note('render', async (took) => {
    const findings: RawFinding[] = [];
    try {
      render.manifests = await pool.run(() => clients.helm.template(ref, source, signal), took);
      render.objects = await toRenderedObjects(render.manifests, parsed);
    } catch (error) {
      if (!(error instanceof SlipwayError) || !RENDER_FAULTS.has(error.code)) throw error;
      render.manifests = undefined;
      findings.push({
        severity: 'error',
        check: 'render',
        rule: 'helm-template',
        render: name,
        message: error.message,
      });
    }
    return { findings, renders: 1, objects: render.objects.length };
  });
  return render;
}

/** Checks of what was rendered, all renders of the chart in one call. */
async function runManifestChecks(renders: readonly LintRender[], log: CheckLog, surroundings: LintSurroundings) {
  const { request, clients, pool, signal } = surroundings;
  const given = renders.flatMap(({ name, manifests }): RenderedManifests[] =>
    manifests === undefined ? [] : [{ name, manifests }],
  );
  const sizes = { renders: given.length, objects: renders.reduce((sum, { objects }) => sum + objects.length, 0) };
  if (given.length === 0) return;
  const isStrict = request.policy !== undefined;
  let hasFaults = false;
  const schema = log.note('schema', async (took) => {
    const verdicts = await Promise.all(
      clients.validators.map(async (validator): Promise<SchemaVerdict> => ({
        validator,
        renders: await pool.run(() => validator.validate(given, signal), took),
      })),
    );
    const version = clients.validators.map(({ kubernetesVersion }) => kubernetesVersion).join(', ');
    const findings = toSchemaFindings(verdicts, isStrict);
    hasFaults = findings.some(({ severity }) => severity === 'error');
    return { findings, version, ...sizes };
  });
  const ofObjects = (name: string, find: (objects: readonly KubeObject[], render: string) => RawFinding[]) =>
    log.note(name, async () => ({
      findings: renders.flatMap((render) =>
        find(
          render.objects.map(({ object }) => object),
          render.name,
        ),
      ),
      ...sizes,
    }));
  await Promise.all([
    schema,
    ofObjects('duplicate', toDuplicateFindings),
    ofObjects('ports', toServicePortFindings),
    request.policy?.checkers?.includes('references') === true && ofObjects('references', toReferenceFindings),
    ...clients.checkers.map((checker) =>
      log.note(checker.name, async (took) => ({
        findings: await runChecker(
          { ...checker, check: (...args) => pool.run(() => checker.check(...args), took) },
          given,
          { hasFaults: () => schema.then(() => hasFaults), signal },
        ),
        version: checker.version,
        ...sizes,
      })),
    ),
  ]);
}

/** Checks of the chart as it lies there. */
async function runChartChecks(subject: Subject, planned: readonly PlannedRender[], surroundings: LintSurroundings) {
  const { request, clients, pool, signal } = surroundings;
  const { workspaceRoot, policy } = request;
  const { files, helm, tester } = clients;
  const { chartDir, chart, library, staged, tree, log } = subject;
  const isAsked = (name: OptionalCheck) => policy?.checkers?.includes(name) === true;
  const defaults = planned.find(({ name }) => name === DEFAULTS) ?? {
    name: DEFAULTS,
    ref: { name: releaseNameOf(subject), namespace: 'slipway' },
    source: { chartDir: staged.dir, valuesFiles: [], values: {} },
    valuesFiles: [],
  };
  const hasTests = tester !== undefined && (await files.exists(join(chartDir, 'tests')));
  await Promise.all([
    log.note('duplicate', async () => ({ findings: await checkValuesFiles(planned, { files, workspaceRoot }) })),
    hasTests &&
      log.note(tester.name, async (took) => {
        const { cases, faults } = await pool.run(() => tester.test(staged.dir, signal), took);
        return { findings: toTestFindings(faults, chart), version: tester.version, objects: cases };
      }),
    isAsked('parity') &&
      log.note('parity', async (took) => ({
        findings: await pool.run(() => checkChartParity(tree, { files, workspaceRoot, of: library }), took),
      })),
    isAsked('dependencies') &&
      log.note('dependencies', async () => ({ findings: await checkDependencies({ chartDir, chart }, files) })),
    isAsked('refusals') &&
      log.note('refusals', (took) => checkRefusals({ chartDir, chart, defaults }, { files, helm, pool, took }, signal)),
    library === undefined && runUpgradeCheck(subject, surroundings),
    policy?.reachability?.project === subject.project && runReachabilityCheck(subject, surroundings),
  ]);
}

async function runUpgradeCheck(subject: Subject, { request, clients, pool, signal }: LintSurroundings) {
  const { workspaceRoot, environments, environmentsDir } = request;
  const { files, helm, upgrade } = clients;
  if (!upgrade) return;
  const chart = {
    workspaceRoot,
    dir: subject.tree.dir,
    release: releaseNameOf(subject),
    base: upgrade.base,
    environmentsDir,
    environments: environments.map(({ name }) => name),
  };
  await subject.log.note('upgrade', (took) =>
    checkChartUpgrade(
      chart,
      {
        files,
        helm: { ...helm, template: (...args) => pool.run(() => helm.template(...args), took) },
        history: upgrade.history,
        comparer: { compare: (...args) => pool.run(() => upgrade.comparer.compare(...args), took) },
      },
      signal,
    ),
  );
}

async function runReachabilityCheck(subject: Subject, surroundings: LintSurroundings) {
  const { request, clients, pool, signal } = surroundings;
  const { workspaceRoot, environments, environmentsDir, policy } = request;
  const { files, helm, analyzer } = clients;
  if (!analyzer) return;
  const services = serviceChartsOf(subject.tree, workspaceRoot);
  await subject.log.note('reachability', async (took) =>
    checkChartReachability(
      {
        workspaceRoot,
        charts: await Promise.all(
          services.map(async ({ name, dir }) => ({ name, dir: (await stage(dir, surroundings)).dir })),
        ),
        environments,
        environmentsDir,
        matrix: policy?.reachability?.matrix,
      },
      {
        files,
        helm: { template: (...args) => pool.run(() => helm.template(...args), took) },
        analyzer: {
          name: analyzer.name,
          connections: (...args) => pool.run(() => analyzer.connections(...args), took),
        },
      },
      signal,
    ).catch((error: unknown) => {
      const finding = toUnreadablePolicy(error);
      if (!finding) throw error;
      return { findings: [finding] };
    }),
  );
}

/** Codes that speak of the chart; anything else speaks of this machine. */
const RENDER_FAULTS = new Set(['ChartInvalid', 'HelmFailed', 'YamlInvalid', 'ManifestsUnreadable']);
