import { join, relative, resolve } from 'node:path';
import type { FilesClient } from '@slipway/contracts';
import { parseYaml } from '../catalog/parse-yaml.ts';
import type { ChartFile } from '../catalog/to-service.ts';

/** A chart of the workspace with the charts that it takes in from the workspace. */
export interface ChartTree {
  /** Name in Chart.yaml; that of the folder where it says none. */
  name: string;
  /** Name that it has within the chart above it: its alias, if any. */
  key: string;
  /** Relative to the workspace root. */
  dir: string;
  isLibrary: boolean;
  file: ChartFile;
  dependencies: ChartTree[];
  /** Paths of its files within it, sorted. */
  files: string[];
}

/** Reads a chart and its `file://` dependencies. `dir`: absolute. One that is not there or depends on itself is left out. */
export async function readChartTree(
  dir: string,
  { workspaceRoot, files, key, above = [] }: ReadChartTree,
): Promise<ChartTree> {
  const path = join(dir, 'Chart.yaml');
  const file = ((await parseYaml((await files.readText(path)) ?? '', path)) ?? {}) as ChartFile;
  const name = typeof file.name === 'string' ? file.name : (dir.split('/').at(-1) ?? '');
  const within = [...above, dir];
  const local = (file.dependencies ?? []).flatMap((entry) => {
    const target = entry.repository?.startsWith('file://')
      ? resolve(dir, entry.repository.slice('file://'.length))
      : undefined;
    return target === undefined || within.includes(target) ? [] : [{ target, key: entry.alias ?? entry.name }];
  });
  return {
    name,
    key: key ?? name,
    dir: relative(workspaceRoot, dir) || '.',
    isLibrary: file.type === 'library',
    file,
    dependencies: await Promise.all(
      local.map((entry) => readChartTree(entry.target, { workspaceRoot, files, key: entry.key, above: within })),
    ),
    files: (await files.hashTree(dir)).map((entry) => entry.path).filter((entry) => !entry.startsWith('charts/')),
  };
}

interface ReadChartTree {
  workspaceRoot: string;
  files: FilesClient;
  key?: string | undefined;
  above?: readonly string[];
}

/** Every chart of a tree, itself first. Pure. */
export function chartsOf(tree: ChartTree): ChartTree[] {
  return [tree, ...tree.dependencies.flatMap(chartsOf)];
}
