/** Where a workspace keeps its charts and environments. All paths are relative to the workspace root. */
export interface CatalogOptions {
  /** Folder with one chart folder per project, named like the project. Default `deploy/charts`. */
  chartsDir?: string;
  /** Folder with one folder per environment. Default `deploy/environments`. */
  environmentsDir?: string;
  /**
   * Folders inside a project that may hold its chart, `.` for the project's own folder. The first that
   * has a Chart.yaml counts. Default `chart`, `helm`, `deploy`, `deploy/chart`, `deploy/helm`, `.`.
   */
  projectChartDirs?: string[];
}

export type ResolvedCatalogOptions = Required<CatalogOptions>;

export const DEFAULT_CATALOG_OPTIONS: ResolvedCatalogOptions = {
  chartsDir: 'deploy/charts',
  environmentsDir: 'deploy/environments',
  projectChartDirs: ['chart', 'helm', 'deploy', 'deploy/chart', 'deploy/helm', '.'],
};

/** Fills in the defaults and strips `./` and trailing slashes. Pure. */
export function resolveCatalogOptions(options: CatalogOptions = {}): ResolvedCatalogOptions {
  const { chartsDir, environmentsDir, projectChartDirs } = { ...DEFAULT_CATALOG_OPTIONS, ...withoutUndefined(options) };
  return {
    chartsDir: tidyPath(chartsDir),
    environmentsDir: tidyPath(environmentsDir),
    projectChartDirs: projectChartDirs.map(tidyPath),
  };
}

function tidyPath(path: string): string {
  const tidy = path
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '')
    .replace(/\/+$/, '');
  return tidy === '' ? '.' : tidy;
}

function withoutUndefined(options: CatalogOptions): CatalogOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
