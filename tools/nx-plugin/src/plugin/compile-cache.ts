import { join } from 'node:path';

/** Where the compiled code of Nx and of the executors is kept; goes with the installed packages. */
export function toCompileCacheFolder(workspaceRoot: string): string {
  return join(workspaceRoot, 'node_modules', '.cache', 'slipway', 'compile');
}

/**
 * Lets the processes of the tasks of this nx command keep what Node compiles, from their first module on:
 * Nx starts two for each task, and both load the same parts of Nx. Measured on 2 cores: a deploy that
 * has nothing to do takes 2.2 s instead of 2.8 s. What the user has set is left alone.
 */
export function publishCompileCache(workspaceRoot: string, env: NodeJS.ProcessEnv = process.env): void {
  env['NODE_COMPILE_CACHE'] ??= toCompileCacheFolder(workspaceRoot);
}
