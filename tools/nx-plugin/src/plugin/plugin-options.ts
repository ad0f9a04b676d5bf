import type { CatalogOptions } from '@slipway/catalog';
import type { TargetNames } from './target-names.ts';

/** Options of `@slipway/nx` in nx.json; options.schema.json describes them. */
export interface SlipwayPluginOptions extends CatalogOptions {
  /** Inputs that `helm-lint` has besides chart and environments, for example the linter's own source. Default none. */
  lintInputs?: string[];
  /** Other names of targets, by the name they have by default: `{ "deploy": "ship", "build": "compile" }`. */
  targets?: Partial<TargetNames>;
}
