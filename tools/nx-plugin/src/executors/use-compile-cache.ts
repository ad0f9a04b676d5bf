import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

/**
 * Keeps what Node compiles of the modules loaded from here on, in this process alone. Measured on 2
 * cores: loading the engine takes 90 ms instead of 210 ms, in each of the five tasks of a deploy that
 * has nothing to do. A folder that cannot be written costs time, nothing else.
 */
export function useCompileCache(workspaceRoot: string): void {
  enableCompileCache(join(workspaceRoot, 'node_modules', '.cache', 'slipway', 'compile'));
}
