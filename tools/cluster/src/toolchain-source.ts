import type { ToolSource } from './cluster-options.ts';
import type { EnsureTools } from './embedded/toolset.ts';

type Toolchain = Record<'ensureTools' | 'findTools', EnsureTools>;
const load = async () => (await import('@slipway/toolchain')) as unknown as Toolchain;

/** Tools from `@slipway/toolchain`, loaded when first asked for. */
export const toolchainSource: ToolSource = {
  ensure: async (names, options) => (await load()).ensureTools(names, options),
  find: async (names, options) => (await load()).findTools(names, options),
};
