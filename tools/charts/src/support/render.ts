import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ProcessError, runProcess } from '@slipway/clients';
import type { KubeObject } from '@slipway/contracts';
import { ensureTools } from '@slipway/toolchain';
import { parse, parseAllDocuments } from 'yaml';

export const workspaceRoot = join(import.meta.dirname, '../../../..');
/** Every environment of the workspace: folders with an `environment.yaml`. */
export const ENVIRONMENTS = globSync('*/environment.yaml', { cwd: join(workspaceRoot, 'deploy/environments') })
  .map(dirname)
  .sort();
/** Every service chart; the library's test chart is none. */
export const SERVICES = readdirSync(join(workspaceRoot, 'deploy/charts')).filter(isService).sort();
/** Those that the umbrella holds: a new service joins it only when somebody adds it there. */
const STACKED = dependenciesOf('stack');

/** Stands for an image that was built. */
export const DIGEST = `sha256:${'1'.repeat(64)}`;

/** What to render. */
export interface RenderOptions {
  chart: string;
  /** Release name; default the chart's. */
  release?: string;
  /** Takes the environment's values file. Default: the chart's defaults alone. */
  environment?: string;
  /** Values on top of everything. */
  values?: object;
}

/** Rendered objects in the order of the chart. Throws an Error with what Helm said. */
export async function render(options: RenderOptions): Promise<KubeObject[]> {
  const text = await renderText(options);
  return parseAllDocuments(text).flatMap((document) => (document.toJS() as KubeObject | null) ?? []);
}

/** The same as Helm prints it. */
export async function renderText({ chart, release = chart, environment, values = {} }: RenderOptions): Promise<string> {
  const tools = await ensureTools(['helm']);
  const file = join(workspaceRoot, 'deploy/environments', environment ?? '-', `${chart}.yaml`);
  const files = existsSync(file) ? ['-f', file] : [];
  const chartDir = join(workspaceRoot, 'deploy/charts', chart);
  try {
    const { stdout } = await runProcess(
      tools.path('helm'),
      ['template', release, chartDir, '-n', 'shop', ...files, '-f', '-'],
      { env: tools.env, input: JSON.stringify(values) },
    );
    return stdout;
  } catch (error) {
    if (!(error instanceof ProcessError)) throw error;
    throw new Error(withoutNoise(error.stderr), { cause: error });
  }
}

/** What the engine gives to a chart in an environment, images included. */
export function engineValues(environment: string, chart: string): object {
  const image = (name: string) => ({ repository: `registry.test:5000/slipway/${name}`, digest: DIGEST });
  const images =
    chart === 'stack'
      ? Object.fromEntries(STACKED.map((name) => [name, { image: image(name) }]))
      : { image: image(chart) };
  return {
    ...images,
    global: { slipway: { environment, requireDigest: environment !== 'local', ingressDomain: `${environment}.test` } },
  };
}

/** Everything that one chart is in one environment. */
export function renderFor(environment: string, chart: string, values: object = {}): Promise<KubeObject[]> {
  return render({ chart, environment, values: { ...engineValues(environment, chart), ...values } });
}

/** The one object of a kind (and name). */
export function pick<T = KubeObject>(objects: readonly KubeObject[], kind: string, name?: string): T {
  const found = objects.filter((object) => object.kind === kind && (!name || object.metadata.name === name));
  if (found.length !== 1)
    throw new Error(
      `${found.length} objects of kind ${kind}: ${JSON.stringify(objects.map((o) => `${o.kind}/${o.metadata.name}`))}`,
    );
  return found[0] as T;
}

function withoutNoise(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^(level=|Use --debug|\s*$)/.test(line))
    .join('\n');
}

function isService(chart: string): boolean {
  return dependenciesOf(chart).includes('common') && !readChart(chart).annotations?.['slipway.dev/test-chart-of'];
}

/** Names of the charts that a chart depends on; none where there is no chart. */
function dependenciesOf(chart: string): string[] {
  return (readChart(chart).dependencies ?? []).map(({ name }) => name);
}

function readChart(chart: string): { dependencies?: { name: string }[]; annotations?: Record<string, string> } {
  const path = join(workspaceRoot, 'deploy/charts', chart, 'Chart.yaml');
  return existsSync(path) ? (parse(readFileSync(path, 'utf8')) as ReturnType<typeof readChart>) : {};
}
