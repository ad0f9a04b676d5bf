export { cacheFolder } from './cache/cache-folder.ts';
export { TOOLCHAIN_ERRORS, type ToolchainErrorCode } from './error-codes.ts';
export { ensureTools, findTools, type ToolOptions } from './toolset/ensure-tools.ts';
export { listTools, type ToolListing } from './toolset/list-tools.ts';
export type { ToolState } from './toolset/location.ts';
export { toolOf } from './toolset/tool-of.ts';
export type { Toolset } from './toolset/toolset.ts';
export { TOOL_NAMES, type ToolName } from './tool-name.ts';
export { rowOf } from './versions/read-versions.ts';
