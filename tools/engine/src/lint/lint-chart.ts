import { join, relative } from 'node:path';
import { toReleaseName } from '@slipway/catalog';
import type {
  Environment,
  FilesClient,
  HelmClient,
  HelmLintClient,
  HelmSource,
  KubeObject,
  ManifestValidator,
} from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { namespaceOf } from '../catalog/namespace-of.ts';
import { parseYaml, parseYamlDocuments } from '../catalog/parse-yaml.ts';
import { DEFAULT_ENVIRONMENTS_DIR } from '../catalog/read-environment.ts';
import type { ChartFile } from '../catalog/to-service.ts';
import type { StagedChart } from '../render/stage-chart.ts';
import { stageChart } from '../render/stage-chart.ts';
import type { LintFinding, LintReport } from './lint-report.ts';
import type { LintedChart } from './placeholder-values.ts';
import { placeholderValues } from './placeholder-values.ts';
import { toDuplicateFindings, toLintFindings, toSchemaFindings } from './to-findings.ts';

/** Which chart, and what for. */
export interface LintRequest {
  /** Absolute. */
  workspaceRoot: string;
  project: string;
  /** Absolute. */
  chartDir: string;
  /** Environments to render for; none: the chart is rendered with its defaults alone. */
  environments: readonly Environment[];
  /** Folder of the environments, relative to the workspace root. Default `deploy/environments`. */
  environmentsDir?: string | undefined;
}

/** The outside things that linting touches. */
export interface LintClients {
  files: FilesClient;
  helm: HelmClient;
  linter: HelmLintClient;
  validator: ManifestValidator;
}

/**
 * Lints one chart, renders it for each environment and holds what comes out against the API's schemas.
 * Built images are not looked at: their digests are placeholders. A library chart is linted alone.
 * Throws only for what is no fault of the chart's content, for example a program that cannot be run.
 */
export async function lintChart(request: LintRequest, clients: LintClients, signal?: AbortSignal): Promise<LintReport> {
  const chart = relative(request.workspaceRoot, request.chartDir) || '.';
  const staged = await stageChart(request.chartDir, {
    files: clients.files,
    helm: clients.helm,
    cacheDir: join(request.workspaceRoot, '.slipway', 'charts'),
    signal,
  });
  const passes = await toPasses(request, staged, clients.files);
  const results = await Promise.all(passes.map((pass) => lintPass(pass, { chart, staged, clients, signal })));
  const count = (status: string) => results.flatMap((result) => result.statuses).filter((it) => it === status).length;
  return {
    schema: 'slipway.lint/v1',
    project: request.project,
    chart,
    environments: passes.flatMap(({ environment }) => environment ?? []),
    kubernetesVersion: clients.validator.kubernetesVersion,
    objects: { valid: count('valid'), invalid: count('invalid'), unknown: count('unknown') },
    findings: results.flatMap((result) => result.findings),
  };
}

/** One way to render the chart. */
interface Pass {
  /** Undefined for the defaults alone. */
  environment: string | undefined;
  ref: { name: string; namespace: string };
  source: HelmSource;
}

interface PassContext {
  chart: string;
  staged: StagedChart;
  clients: LintClients;
  signal: AbortSignal | undefined;
}

async function toPasses(request: LintRequest, staged: StagedChart, files: FilesClient): Promise<Pass[]> {
  const annotations = staged.file.annotations ?? {};
  const name = toReleaseName(String(annotations['slipway.dev/release'] ?? request.project));
  const bare = { chartDir: staged.dir, valuesFiles: [], values: {} };
  if (staged.file.type === 'library' || request.environments.length === 0) {
    return [{ environment: undefined, ref: { name, namespace: 'default' }, source: bare }];
  }
  const linted = await toLintedChart(staged, files);
  return Promise.all(
    request.environments.map(async (environment) => {
      const { workspaceRoot, environmentsDir = DEFAULT_ENVIRONMENTS_DIR } = request;
      const path = join(workspaceRoot, environmentsDir, environment.name, `${name}.yaml`);
      const valuesFiles = (await files.exists(path)) ? [path] : [];
      const values = placeholderValues(environment, linted);
      const ref = { name, namespace: namespaceOf(environment, name) };
      return { environment: environment.name, ref, source: { chartDir: staged.dir, valuesFiles, values } };
    }),
  );
}

async function toLintedChart(staged: StagedChart, files: FilesClient): Promise<LintedChart> {
  const nested = await Promise.all(
    Object.entries(staged.localDependencies).map(async ([name, dir]) => {
      const path = join(dir, 'Chart.yaml');
      const file = (await parseYaml((await files.readText(path)) ?? '', path)) as ChartFile | null;
      return file?.type !== 'library' && (await imageStyle(dir, files)) ? [name] : [];
    }),
  );
  return { name: String(staged.file.name), image: await imageStyle(staged.dir, files), nestedImages: nested.flat() };
}

async function imageStyle(chartDir: string, files: FilesClient): Promise<LintedChart['image']> {
  const path = join(chartDir, 'values.yaml');
  const text = await files.readText(path);
  const values = text === undefined ? undefined : ((await parseYaml(text, path)) as { image?: unknown } | null);
  if (typeof values?.image !== 'object' || values.image === null) return undefined;
  return 'tag' in values.image && !('digest' in values.image) ? 'tag' : 'digest';
}

async function lintPass(pass: Pass, context: PassContext): Promise<{ findings: LintFinding[]; statuses: string[] }> {
  const { chart, staged, clients, signal } = context;
  const place = { chart, ...(pass.environment === undefined ? {} : { environment: pass.environment }) };
  const findings = toLintFindings(await clients.linter.lint(pass.ref, pass.source, signal), place);
  const isBroken = findings.some(({ severity }) => severity === 'error');
  if (isBroken || staged.file.type === 'library') return { findings, statuses: [] };
  try {
    const manifests = await clients.helm.template(pass.ref, pass.source, signal);
    const objects = (await parseYamlDocuments(manifests, 'the rendered manifests')) as KubeObject[];
    const validated = await clients.validator.validate(manifests, signal);
    findings.push(...toSchemaFindings(validated, clients.validator, place), ...toDuplicateFindings(objects, place));
    return { findings, statuses: validated.map(({ status }) => status) };
  } catch (error) {
    if (!(error instanceof SlipwayError) || !RENDER_FAULTS.has(error.code)) throw error;
    findings.push({ severity: 'error', check: 'render', ...place, message: error.message });
    return { findings, statuses: [] };
  }
}

/** Codes that speak of the chart; anything else speaks of this machine. */
const RENDER_FAULTS = new Set(['ChartInvalid', 'HelmFailed', 'YamlInvalid', 'ManifestsUnreadable']);
