import { join, relative } from 'node:path';
import { toReleaseName } from '@slipway/catalog';
import type { Environment, FilesClient, HelmSource, ReleaseRef } from '@slipway/contracts';
import { namespaceOf } from '../../catalog/namespace-of.ts';
import { parseYaml } from '../../catalog/parse-yaml.ts';
import { DEFAULT_ENVIRONMENTS_DIR } from '../../catalog/read-environment.ts';
import type { StagedChart } from '../../render/stage-chart.ts';
import type { LintedChart } from '../placeholder-values.ts';
import { placeholderImages, placeholderValues } from '../placeholder-values.ts';

/** One way to render a chart. */
export interface PlannedRender {
  /** An environment, `defaults`, or a path within the chart such as `ci/x-values.yaml`. */
  name: string;
  ref: ReleaseRef;
  source: HelmSource;
  /** Relative to the workspace root, in the order in which they are laid over each other. */
  valuesFiles: string[];
}

/** What renders are planned from. */
export interface PlanRendersRequest {
  workspaceRoot: string;
  project: string;
  environments: readonly Environment[];
  environmentsDir?: string | undefined;
  /** Leaves out the defaults and the chart's examples. Default false. */
  onlyEnvironments?: boolean | undefined;
  /** Absolute; where the chart's files lie, not its staged copy. */
  chartDir: string;
  staged: StagedChart;
  /** What is known of its images. */
  chart: LintedChart;
}

/** Name of the render with nothing but the chart's own values. */
export const DEFAULTS = 'defaults';
/** A namespace of its own, as every release should have. */
const NAMESPACE = 'slipway';
const CI_VALUES = /^(?!typo-).*values\.ya?ml$/;

/** Every environment, the chart's defaults, and each `ci/*values.yaml`, in this order. */
export async function planRenders(request: PlanRendersRequest, files: FilesClient): Promise<PlannedRender[]> {
  const { workspaceRoot, chartDir, staged, chart, environments } = request;
  const name = releaseNameOf(request);
  const toRelative = (path: string) => relative(workspaceRoot, path);
  const own = (await files.exists(join(chartDir, 'values.yaml'))) ? [toRelative(join(chartDir, 'values.yaml'))] : [];
  const planned = (render: string, ref: ReleaseRef, valuesFiles: string[], values: Record<string, unknown>) => ({
    name: render,
    ref,
    source: { chartDir: staged.dir, valuesFiles, values },
    valuesFiles: [...own, ...valuesFiles.map(toRelative)],
  });
  const ofEnvironments = environments.map(async (environment) => {
    const dir = request.environmentsDir ?? DEFAULT_ENVIRONMENTS_DIR;
    const path = join(workspaceRoot, dir, environment.name, `${name}.yaml`);
    const valuesFiles = (await files.exists(path)) ? [path] : [];
    const ref = { name, namespace: namespaceOf(environment, name) };
    return planned(environment.name, ref, valuesFiles, placeholderValues(environment, chart));
  });
  if (request.onlyEnvironments) return Promise.all(ofEnvironments);
  const ref = { name, namespace: NAMESPACE };
  const examples = (await files.list(join(chartDir, 'ci'))).filter((file) => CI_VALUES.test(file));
  const ofExamples = examples.map(async (file) => {
    const path = join(chartDir, 'ci', file);
    const values = (await parseYaml((await files.readText(path)) ?? '', path)) as Record<string, unknown> | null;
    return planned(`ci/${file}`, ref, [path], placeholderImages(chart, values ?? {}));
  });
  return [
    ...(await Promise.all(ofEnvironments)),
    planned(DEFAULTS, ref, [], placeholderImages(chart, {})),
    ...(await Promise.all(ofExamples)),
  ];
}

/** Name of the chart's release. */
export function releaseNameOf({ staged, project }: Pick<PlanRendersRequest, 'staged' | 'project'>): string {
  return toReleaseName(String(staged.file.annotations?.['slipway.dev/release'] ?? project));
}
