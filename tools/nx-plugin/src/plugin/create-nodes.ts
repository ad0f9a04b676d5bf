import { join, resolve } from 'node:path';
import type { CreateNodes, CreateNodesContext, CreateNodesResultArray } from '@nx/devkit';
import { CATALOG_GLOB, readCatalog, resolveCatalogOptions } from '@slipway/catalog';
import { checkPluginOptions } from './check-plugin-options.ts';
import type { SlipwayPluginOptions } from './plugin-options.ts';
import { toTargetNames } from './target-names.ts';
import type { TargetContext } from './targets/target-context.ts';
import { chartTargets, imageTargets } from './targets/targets.ts';

/**
 * Gives every project with a chart or a Dockerfile its targets. Starts no process and loads nothing
 * of the tools that the targets run, because every nx command waits for it.
 */
export const createNodes: CreateNodes<SlipwayPluginOptions> = [
  CATALOG_GLOB,
  (files, options, context) => inferNodes(files, options, context),
];

async function inferNodes(
  files: readonly string[],
  given: SlipwayPluginOptions | undefined,
  { workspaceRoot, nxJsonConfiguration }: CreateNodesContext,
): Promise<CreateNodesResultArray> {
  const options = checkPluginOptions(given);
  const catalog = await readCatalog(workspaceRoot, files, options, cachePath(workspaceRoot));
  const shared: Omit<TargetContext, 'project'> = {
    catalog,
    options: resolveCatalogOptions(options),
    names: toTargetNames(options.targets),
    lintInputs: options.lintInputs ?? [],
    sourceInput: 'production' in (nxJsonConfiguration?.namedInputs ?? {}) ? 'production' : 'default',
  };
  const results: CreateNodesResultArray = [];
  for (const root of catalog.dockerRoots) {
    const project = catalog.projects.find((candidate) => candidate.root === root);
    if (!project) continue;
    const file = root === '.' ? 'Dockerfile' : `${root}/Dockerfile`;
    results.push([file, { projects: { [root]: { targets: imageTargets({ ...shared, project }) } } }]);
  }
  for (const chart of catalog.charts) {
    if (!chart.project) continue;
    const file = chart.dir === '.' ? 'Chart.yaml' : `${chart.dir}/Chart.yaml`;
    const targets = chartTargets({ ...shared, project: chart.project, chart });
    results.push([file, { projects: { [chart.project.root]: { targets } } }]);
  }
  return results;
}

/** Beside Nx's own data, so that `nx reset` clears it. */
function cachePath(workspaceRoot: string): string {
  const folder =
    process.env.NX_WORKSPACE_DATA_DIRECTORY ??
    process.env.NX_PROJECT_GRAPH_CACHE_DIRECTORY ??
    join('.nx', 'workspace-data');
  return join(resolve(workspaceRoot, folder), 'slipway-charts.json');
}
