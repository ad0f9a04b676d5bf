import { join, posix } from 'node:path';
import type { CatalogOptions } from './catalog-options.ts';
import { resolveCatalogOptions } from './catalog-options.ts';
import { openChartFactCache } from './chart-fact-cache.ts';
import type { ChartFacts } from './chart-facts.ts';
import { findChartFolders } from './find-chart-folders.ts';
import type { ProjectFolder } from './project-folders.ts';
import { findProjectFolders } from './project-folders.ts';
import { readFileIfThere } from './read-file.ts';

/** One chart of the workspace. */
export interface CatalogChart {
  /** Chart folder relative to the workspace root. */
  dir: string;
  /** Absent: nobody owns the chart, so nothing can deploy it. */
  project?: ProjectFolder;
  facts: ChartFacts;
}

/** What can be built, linted and released in a workspace. Test charts of libraries are none of it. */
export interface Catalog {
  projects: ProjectFolder[];
  charts: CatalogChart[];
  /** Roots of projects with a Dockerfile. */
  dockerRoots: string[];
  /** Names of environments, sorted. */
  environments: string[];
}

/** The files that make a catalog; anything else is not looked at. */
export const CATALOG_GLOB = '**/{project.json,package.json,Chart.yaml,Dockerfile,environment.yaml}';

/**
 * Reads the catalog from the workspace's files (relative paths with `/`, matching `CATALOG_GLOB`).
 * Starts no program and never throws because of what a file says.
 */
export async function readCatalog(
  workspaceRoot: string,
  files: readonly string[],
  options: CatalogOptions = {},
  cachePath?: string,
): Promise<Catalog> {
  const resolved = resolveCatalogOptions(options);
  const projects = await findProjectFolders(workspaceRoot, files);
  const cache = openChartFactCache(cachePath);
  const charts: CatalogChart[] = [];
  for (const folder of findChartFolders(files, projects, resolved)) {
    const text = readFileIfThere(join(workspaceRoot, folder.dir, 'Chart.yaml')) ?? '';
    const facts = await cache.facts(text);
    if (facts.testChartOf === undefined) charts.push({ ...folder, facts });
  }
  cache.save();
  const roots = new Set(projects.map(({ root }) => root));
  const dirsWith = (name: string) =>
    files.filter((file) => posix.basename(file) === name).map((file) => posix.dirname(file));
  return {
    projects,
    charts,
    dockerRoots: dirsWith('Dockerfile')
      .filter((dir) => roots.has(dir))
      .sort(),
    environments: dirsWith('environment.yaml')
      .filter((dir) => posix.dirname(dir) === resolved.environmentsDir)
      .map((dir) => posix.basename(dir))
      .sort(),
  };
}
