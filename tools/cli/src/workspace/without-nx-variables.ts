/** Nx hands its task's settings on in NX_* variables; a run of its own must not inherit them. Pure. */
export function withoutNxVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = new Set(['NX_DAEMON', 'NX_VERBOSE_LOGGING', 'NX_CACHE_DIRECTORY', 'NX_WORKSPACE_DATA_DIRECTORY']);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('NX_') || kept.has(name)));
}
