export { DEFAULT_CATALOG_OPTIONS, resolveCatalogOptions } from './catalog-options.ts';
export type { CatalogOptions, ResolvedCatalogOptions } from './catalog-options.ts';
export type { ChartFacts } from './chart-facts.ts';
export { listCatalogFiles } from './list-catalog-files.ts';
export type { ProjectFolder } from './project-folders.ts';
export { CATALOG_GLOB, readCatalog } from './read-catalog.ts';
export type { Catalog, CatalogChart } from './read-catalog.ts';
export { toReleaseName } from './to-release-name.ts';
