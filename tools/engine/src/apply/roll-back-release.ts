import type { Cause, LiveRevision, PlannedRelease } from '@slipway/contracts';
import { hintOf } from '@slipway/contracts';
import { toErrorCause } from '../diagnose/error-cause.ts';
import { workloadsOf } from './go-back.ts';
import { endPendingRevision, markRevision, newestRevision } from './helm-storage.ts';
import { operation } from './operation.ts';
import type { Outcome, RunContext } from './run-context.ts';
import { toStopCause } from './stop-cause.ts';
import { waitForRelease } from './wait-for-release.ts';

/** Takes one release to an earlier revision because somebody asked for it, and waits until that serves. */
export async function rollBackRelease(
  planned: PlannedRelease,
  target: LiveRevision | undefined,
  context: RunContext,
): Promise<Outcome> {
  const { clients, emit, waitSignal } = context;
  const { name, namespace, baseRevision } = planned;
  if (!target) {
    const message = baseRevision === 0 ? 'there is no such release.' : 'no earlier revision served well.';
    const cause: Cause = { code: 'NoGoodRevision', object: `Release/${name}`, message, logs: [], hint: hintOf('NoGoodRevision') }; // prettier-ignore
    return { status: 'failed', cause };
  }
  const toCause = (error: unknown) =>
    waitSignal.aborted ? toStopCause(waitSignal.reason, name) : toErrorCause(error, name);
  let cause: Cause | undefined;
  try {
    await operation({ release: name, kind: 'rollback', emit, toCause }, async () => {
      await endPendingRevision(planned, baseRevision, clients.kube);
      await clients.helm.rollback(planned, target.revision, context.signal);
      cause = await waitUntilReady(planned, context);
      const revision = await newestRevision({ name, namespace }, clients.kube);
      await markRevision(planned, revision, cause ? 'failed' : 'verified', clients.kube);
      return cause ?? `revision ${target.revision} serves again, as revision ${revision}`;
    });
  } catch (error) {
    cause = toCause(error);
    await settle(planned, context);
  }
  const revision = (await newestRevision(planned, clients.kube)) || baseRevision;
  return cause ? { status: 'failed', revision, cause } : { status: 'deployed', revision };
}

async function waitUntilReady({ name, namespace }: PlannedRelease, context: RunContext): Promise<Cause | undefined> {
  const { clients, openView, emit, waitSignal: signal, deadlineMs, patienceMs, autoscaling } = context;
  const { kube, clock, helm } = clients;
  const view = await openView(namespace);
  const wanted = await workloadsOf({ name, namespace }, helm, signal);
  const patience = { deadlineMs, patienceMs, autoscaling };
  return waitForRelease({ release: name, namespace, wanted, view, kube, clock, ...patience, emit, signal });
}

/** After a stop no revision stays pending, so that the next run has nothing to recover. */
async function settle(planned: PlannedRelease, { clients }: RunContext): Promise<void> {
  const newest = await newestRevision(planned, clients.kube);
  if (newest > 0) await endPendingRevision(planned, newest, clients.kube).catch(() => false);
}
