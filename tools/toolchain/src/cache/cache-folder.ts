import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where everything obtained lies: `SLIPWAY_CACHE_DIR`, else `$XDG_CACHE_HOME/slipway`, else
 * `~/.cache/slipway`. Relative values are ignored, as the XDG specification asks.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const own = env['SLIPWAY_CACHE_DIR'];
  if (own && isAbsolute(own)) return own;
  const xdg = env['XDG_CACHE_HOME'];
  return join(xdg && isAbsolute(xdg) ? xdg : join(env['HOME'] || homedir(), '.cache'), 'slipway');
}
