import type { ToolSource } from './cluster-options.ts';

/** Tools from the toolchain, which is loaded when first asked for. */
export const toolchainSource: ToolSource = {
  ensure: async (names, options) => (await import('@slipway/toolchain')).ensureTools(names, options),
  find: async (names, options) => (await import('@slipway/toolchain')).findTools(names, options),
};
