import type { CatalogOptions } from '@slipway/catalog';

/** Options of `@slipway/nx` in nx.json. */
export interface SlipwayPluginOptions extends CatalogOptions {
  /** Inputs that `helm-lint` has besides chart and environments, for example the linter's own source. Default none. */
  lintInputs?: string[];
}
