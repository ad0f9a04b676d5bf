import type { Tree } from '@nx/devkit';
import { readNxJson } from '@nx/devkit';
import type { ResolvedCatalogOptions } from '@slipway/catalog';
import { resolveCatalogOptions } from '@slipway/catalog';
import { checkPluginOptions } from '../../../plugin/check-plugin-options.ts';
import { PLUGIN } from './add-plugin.ts';

/** Where the workspace keeps charts and environments, as nx.json tells the plugin. */
export function readOptions(tree: Tree): ResolvedCatalogOptions {
  const entry = readNxJson(tree)?.plugins?.find((one) => typeof one !== 'string' && one.plugin === PLUGIN);
  return resolveCatalogOptions(checkPluginOptions(typeof entry === 'object' ? entry.options : undefined));
}
