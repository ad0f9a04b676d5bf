import { posix } from 'node:path';
import type { Tree } from '@nx/devkit';
import type { ResolvedCatalogOptions } from '@slipway/catalog';

/** A project that may have a chart. */
export interface ChartOwner {
  project: string;
  /** Relative to the workspace root. */
  root: string;
}

/** Folder of the chart that the project has already; undefined when it has none. */
export function findChart(tree: Tree, owner: ChartOwner, options: ResolvedCatalogOptions): string | undefined {
  const inside = options.projectChartDirs.map((dir) => posix.join(owner.root, dir));
  return [centralDir(owner, options), ...inside].find((dir) => tree.exists(`${dir}/Chart.yaml`));
}

/** Where a new chart goes: to the other charts where the workspace keeps them in one folder, else into the project. */
export function placeChart(tree: Tree, owner: ChartOwner, options: ResolvedCatalogOptions): string {
  if (tree.children(options.chartsDir).length > 0) return centralDir(owner, options);
  const [first = 'chart'] = options.projectChartDirs;
  return posix.join(owner.root, first);
}

/** The scope of a package's name is left out. */
function centralDir({ project }: ChartOwner, { chartsDir }: ResolvedCatalogOptions): string {
  return posix.join(chartsDir, posix.basename(project));
}
