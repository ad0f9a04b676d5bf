import { posix } from 'node:path';
import type { ResolvedCatalogOptions } from './catalog-options.ts';
import type { ProjectFolder } from './project-folders.ts';

/** A chart folder and the project that it belongs to, if any. */
export interface ChartFolder {
  /** Relative to the workspace root. */
  dir: string;
  project?: ProjectFolder;
}

/**
 * Says which Chart.yaml belongs to which project. Pure. A project has one chart: `<chartsDir>/<name>`
 * wins over a chart inside the project, and among those the order of `projectChartDirs` decides. A
 * chart folder directly below `chartsDir` is returned without a project when nobody owns it; any other
 * Chart.yaml that no project owns (a sub-chart, a fixture) is nobody's business and left out.
 */
export function findChartFolders(
  files: readonly string[],
  projects: readonly ProjectFolder[],
  options: ResolvedCatalogOptions,
): ChartFolder[] {
  const chartDirs = files.filter((file) => posix.basename(file) === 'Chart.yaml').map((file) => posix.dirname(file));
  const byRoot = new Map(projects.map((project) => [project.root, project]));
  const owned = new Map<ProjectFolder, { dir: string; rank: number }>();
  const orphans: ChartFolder[] = [];
  for (const dir of [...chartDirs].sort()) {
    const isCentral = posix.dirname(dir) === options.chartsDir;
    const claim = isCentral ? centralClaim(dir, projects, byRoot) : insideClaim(dir, byRoot, options.projectChartDirs);
    if (!claim) {
      if (isCentral) orphans.push({ dir });
      continue;
    }
    const held = owned.get(claim.project);
    if (!held || claim.rank < held.rank) owned.set(claim.project, { dir, rank: claim.rank });
  }
  const folders = [...owned].map(([project, { dir }]) => ({ dir, project }));
  return [...folders, ...orphans].sort((a, b) => (a.dir < b.dir ? -1 : 1));
}

/** A chart below `chartsDir`: its own project.json, else the project of the same name (scope ignored). */
function centralClaim(dir: string, projects: readonly ProjectFolder[], byRoot: Map<string, ProjectFolder>) {
  const name = posix.basename(dir);
  const project =
    byRoot.get(dir) ??
    projects.find((candidate) => candidate.name === name) ??
    projects.find((candidate) => candidate.name.endsWith(`/${name}`));
  return project && { project, rank: -1 };
}

/** A chart inside a project, at one of the known places. */
function insideClaim(dir: string, byRoot: Map<string, ProjectFolder>, places: readonly string[]) {
  for (const [rank, place] of places.entries()) {
    const root =
      place === '.'
        ? dir
        : dir === place
          ? '.'
          : dir.endsWith(`/${place}`)
            ? dir.slice(0, -place.length - 1)
            : undefined;
    const project = root === undefined ? undefined : byRoot.get(root);
    if (project) return { project, rank };
  }
  return undefined;
}
