import { posix } from 'node:path';
import type { Catalog, CatalogChart, ProjectFolder, ResolvedCatalogOptions } from '@slipway/catalog';
import { toReleaseName } from '@slipway/catalog';
import type { TargetNames } from '../target-names.ts';

/** What a target is made from. */
export interface TargetContext {
  project: ProjectFolder;
  catalog: Catalog;
  options: ResolvedCatalogOptions;
  /** What targets are called here. */
  names: TargetNames;
  /** Extra inputs of `helm-lint`, from the plugin's options. */
  lintInputs: string[];
  /** `production` where nx.json defines it, else `default`. */
  sourceInput: 'production' | 'default';
}

/** The same for a project with a chart. */
export interface ChartTargetContext extends TargetContext {
  chart: CatalogChart;
}

/** Chart folders that a chart takes in by `file://`, itself first, each once. */
export function chartDirsOf(chart: CatalogChart, catalog: Catalog): string[] {
  const dirs = [chart.dir];
  for (const dir of dirs) {
    const facts = catalog.charts.find((candidate) => candidate.dir === dir)?.facts;
    for (const dependency of facts?.localDependencies ?? []) {
      const path = posix.normalize(posix.join(dir, dependency)).replace(/\/+$/, '');
      if (!path.startsWith('..') && !dirs.includes(path)) dirs.push(path);
    }
  }
  return dirs;
}

/** Folder of the chart that tests a library chart; undefined where it names none. */
export function testChartDirOf({ dir, facts }: CatalogChart): string | undefined {
  return facts.testChart === undefined ? undefined : posix.join(posix.dirname(dir), facts.testChart);
}

/** Files outside the project's code that decide what its release is. */
export function releaseInputs({ chart, catalog, options, project }: ChartTargetContext): string[] {
  const environments = `{workspaceRoot}/${options.environmentsDir}/*`;
  return [
    ...chartDirsOf(chart, catalog).map((dir) => (dir === '.' ? '{workspaceRoot}/**/*' : `{workspaceRoot}/${dir}/**/*`)),
    `${environments}/environment.yaml`,
    `${environments}/${toReleaseName(chart.facts.release ?? project.name)}.yaml`,
  ];
}
