import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogOptions } from '@slipway/catalog';

/** Options of `@slipway/nx` in the workspace's nx.json, so that both doors look at the same folders. */
export function readPluginOptions(workspaceRoot: string): CatalogOptions {
  let plugins: unknown;
  try {
    plugins = (JSON.parse(readFileSync(join(workspaceRoot, 'nx.json'), 'utf8')) as { plugins?: unknown }).plugins;
  } catch {
    return {}; // nx.json may have comments; the defaults are then as good as any.
  }
  if (!Array.isArray(plugins)) return {};
  const entry = plugins.find((plugin) => (plugin as { plugin?: string } | null)?.plugin === '@slipway/nx');
  return (entry as { options?: CatalogOptions } | undefined)?.options ?? {};
}
