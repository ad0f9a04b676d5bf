/** What inference and the command line need to know of a Chart.yaml. */
export interface ChartFacts {
  /** `name`; undefined where the file does not say. */
  name?: string;
  /** Release name that `slipway.dev/release` asks for; by default it is made from the project's name. */
  release?: string;
  /** A library chart is linted, never installed. */
  isLibrary: boolean;
  /** Projects whose release comes first (`slipway.dev/after`: names between commas or spaces). */
  after: string[];
  /** False where `slipway.dev/default` is "false": deployed only when asked for by name. */
  isDefault: boolean;
  /** Folders of `file://` dependencies, relative to the chart's folder. */
  localDependencies: string[];
  /** Of a library chart: folder beside it of the chart that tests it (`slipway.dev/test-chart`). */
  testChart?: string;
  /** Of a test chart: the library chart that it tests (`slipway.dev/test-chart-of`). Nothing lists or deploys it. */
  testChartOf?: string;
  /** Why the file could not be read as YAML. All other facts are then defaults. */
  fault?: string;
}

const NO_FACTS: ChartFacts = { isLibrary: false, after: [], isDefault: true, localDependencies: [] };

/** Reads the text of a Chart.yaml. Never throws: a broken chart must not break the project graph. */
export async function toChartFacts(text: string): Promise<ChartFacts> {
  const { parse } = await import('yaml'); // 25 ms, so only for charts that are not in the cache
  let chart: unknown;
  try {
    chart = parse(text, { logLevel: 'error' });
  } catch (error) {
    return { ...NO_FACTS, fault: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
  if (!isMap(chart)) return { ...NO_FACTS, fault: 'not a map' };
  const annotations = isMap(chart.annotations) ? chart.annotations : {};
  const dependencies = Array.isArray(chart.dependencies) ? chart.dependencies.filter(isMap) : [];
  return {
    ...(typeof chart.name === 'string' ? { name: chart.name } : {}),
    ...(annotations['slipway.dev/release'] ? { release: String(annotations['slipway.dev/release']) } : {}),
    isLibrary: chart.type === 'library',
    after: toNames(annotations['slipway.dev/after']),
    isDefault: String(annotations['slipway.dev/default'] ?? 'true') !== 'false',
    localDependencies: dependencies
      .map(({ repository }) => String(repository ?? ''))
      .filter((repository) => repository.startsWith('file://'))
      .map((repository) => repository.slice('file://'.length)),
    ...(annotations['slipway.dev/test-chart'] ? { testChart: String(annotations['slipway.dev/test-chart']) } : {}),
    ...(annotations['slipway.dev/test-chart-of']
      ? { testChartOf: String(annotations['slipway.dev/test-chart-of']) }
      : {}),
  };
}

function toNames(value: unknown): string[] {
  const names = Array.isArray(value) ? value.map(String) : String(value ?? '').split(/[\s,]+/);
  return [...new Set(names.filter((name) => name !== ''))];
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
