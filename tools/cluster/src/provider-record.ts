import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Provider } from './cluster-info.ts';
import type { ClusterPaths } from './cluster-paths.ts';

const toPath = (paths: ClusterPaths) => join(paths.root, 'provider');

/** The provider that the cluster was last brought up with; `embedded` where none is noted. */
export async function readProvider(paths: ClusterPaths): Promise<Provider> {
  const text = (await readFile(toPath(paths), 'utf8').catch(() => '')).trim();
  return text === 'kind' || text === 'context' ? text : 'embedded';
}

/** Notes the provider, so that `status` and `down` speak to the same one. */
export async function writeProvider(paths: ClusterPaths, provider: Provider): Promise<void> {
  await mkdir(paths.root, { recursive: true, mode: 0o700 });
  await writeFile(toPath(paths), `${provider}\n`, { mode: 0o600 });
}
