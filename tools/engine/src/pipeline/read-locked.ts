import type { FilesClient, LockedRelease } from '@slipway/contracts';
import { readLock } from '../lock/read-lock.ts';
import type { ReleaseRequest } from './release-request.ts';

/** What the lock of an environment wants, by release; empty where it has none. Throws `LockInvalid`. */
export async function readLocked(
  { environment, workspaceRoot, environmentsDir }: ReleaseRequest,
  files: FilesClient,
): Promise<ReadonlyMap<string, Pick<LockedRelease, 'digest' | 'commit'>>> {
  if (!environment.locked) return new Map();
  const found = await readLock({ workspaceRoot, environmentsDir, environment: environment.name }, files);
  const lines = Object.entries(found?.lock.releases ?? {});
  return new Map(lines.map(([release, { digest, commit }]) => [release, { digest, ...(commit ? { commit } : {}) }]));
}
