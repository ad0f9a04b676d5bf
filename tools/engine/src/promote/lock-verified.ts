import type { Clients, FilesClient, LockedRelease, LockReport } from '@slipway/contracts';
import { editLock } from '../lock/edit-lock.ts';
import { verifiedIn } from '../lock/require-evidence.ts';
import { openLock, toLockChange } from './open-lock.ts';
import type { LockEdit, LockRequest } from './promotion-request.ts';
import { requireLocked } from './require-locked.ts';
import { readProofs } from './read-proofs.ts';

/**
 * Writes into an environment's own lock what its cluster has verified, for those who promote from it and cannot reach it.
 * Digests stay as they are. Writes no file: gives the lock as it is to be.
 */
export async function lockVerified(
  request: LockRequest,
  clients: Pick<Clients, 'kube'> & { files: FilesClient },
  signal?: AbortSignal,
): Promise<LockEdit<LockReport>> {
  const { environment } = request;
  requireLocked(environment);
  const lock = await openLock(request, { files: clients.files, environment: environment.name, comment: '' });
  const known = lock.selected.flatMap(({ name }) => (lock.lock.releases[name] ? [name] : [])).sort();
  const asked = Object.fromEntries(known.map((name) => [name, lock.lock.releases[name] as LockedRelease]));
  const proofs = await readProofs(asked, environment, clients, signal);
  const lines: Record<string, LockedRelease> = {};
  const unchanged: string[] = [];
  const notVerified: LockReport['notVerified'] = [];
  for (const [name, line] of Object.entries(asked)) {
    const proof = proofs.get(name);
    if (!proof || !('evidence' in proof)) {
      notVerified.push({ release: name, digest: line.digest, reason: proof?.reason ?? '' });
    } else if (verifiedIn(line, environment.name)) {
      unchanged.push(name); // The first proof will do; another one would be a change without a meaning.
    } else {
      const evidence = (line.evidence ?? []).filter(({ digest }) => digest === line.digest);
      lines[name] = { ...line, evidence: [...evidence, proof.evidence] };
    }
  }
  return {
    path: lock.path,
    text: await editLock(lock.text, lines, { environment: environment.name, path: lock.path }),
    report: {
      schema: 'slipway.lock/v1',
      environment: environment.name,
      file: lock.file,
      changes: Object.entries(lines).map(([name, line]) => toLockChange(name, line, lock.lock.releases[name])),
      unchanged,
      notVerified,
    },
  };
}
