import type { PlannedRelease } from '@slipway/contracts';
import { endPendingRevision, readRevisions } from './helm-storage.ts';
import { operation } from './operation.ts';
import type { RunContext } from './run-context.ts';

/** Time for a killed run's helm to end by itself, where it could not be ended with its parent. */
const ORPHAN_MS = 3000;

/** Ends what a killed deployer left pending, so that Helm takes the release again. */
export async function recoverRelease(
  planned: Pick<PlannedRelease, 'name' | 'namespace'>,
  { clients, emit, signal }: Pick<RunContext, 'clients' | 'emit' | 'signal'>,
): Promise<void> {
  const { kube, helm, clock } = clients;
  await operation({ release: planned.name, kind: 'recover', emit }, async () => {
    const newest = (await readRevisions(planned.name, planned.namespace, kube))[0];
    if (newest?.status === 'uninstalling') {
      await helm.uninstall(planned, signal);
      return `ended the removal that was begun with revision ${newest.revision}`;
    }
    if (!newest?.status.startsWith('pending-')) return 'it had ended by itself';
    await clock.sleep(ORPHAN_MS, signal);
    signal.throwIfAborted();
    const wasPending = await endPendingRevision(planned, newest.revision, kube);
    return wasPending
      ? `revision ${newest.revision} was left ${newest.status} by a deployer that is gone`
      : 'it had ended by itself';
  });
}
