import { join } from 'node:path';
import type { ClusterPaths } from '../../cluster-paths.ts';
import { REGISTRY } from '../../names.ts';
import { toYaml } from './write-yaml.ts';

/** Configuration of the loopback registry. Errors alone are logged: one line per blob would fill the log. */
export function toRegistryConfig(paths: ClusterPaths): string {
  return toYaml({
    version: '0.1',
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(paths.data, 'registry') }, delete: { enabled: true } },
    http: { addr: REGISTRY },
  });
}
