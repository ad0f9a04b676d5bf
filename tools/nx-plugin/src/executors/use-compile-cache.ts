import { enableCompileCache } from 'node:module';
import { toCompileCacheFolder } from '../plugin/compile-cache.ts';

/**
 * Keeps what Node compiles of the modules loaded from here on, where the nx command has not arranged it
 * already. Measured on 2 cores: loading the engine takes 90 ms instead of 210 ms, in each of the tasks
 * of a deploy that has nothing to do. A folder that cannot be written costs time, nothing else.
 */
export function useCompileCache(workspaceRoot: string): void {
  enableCompileCache(toCompileCacheFolder(workspaceRoot));
}
