import type { ActionKind, Cause, PlannedRelease, Verdict } from '@slipway/contracts';
import type { WantedWorkload } from '../diagnose/assess-release.ts';
import { toErrorCause } from '../diagnose/error-cause.ts';
import { wantedWorkloads } from '../live/read-live.ts';
import { RevisionLabels, toChartLabel } from '../live/to-revisions.ts';
import { guardHooks } from './guard-hooks.ts';
import { newestRevision } from './helm-storage.ts';
import type { NamespaceView } from './namespace-view.ts';
import { operation } from './operation.ts';
import { recoverRelease } from './recover-release.ts';
import { removeExtras } from './remove-extras.ts';
import type { Outcome, ReleaseJob, RunContext } from './run-context.ts';
import { toStopCause } from './stop-cause.ts';
import { verifyRelease } from './verify-release.ts';
import { waitForRelease } from './wait-for-release.ts';

/** What deploying one release needs besides what all kinds of work need. */
export interface DeployContext extends RunContext {
  /** Brings the image to the registry when it is not there; its words for people. */
  push?: ((job: ReleaseJob, signal: AbortSignal) => Promise<string | undefined>) | undefined;
}

/** Whether the plan has something to do for a release. */
export function hasOperation({ action, reasons }: PlannedRelease, verify: boolean): boolean {
  return action !== 'none' || reasons.includes('NotReady') || (verify && reasons.includes('NotVerified'));
}

/**
 * Carries out what the plan says for one release: recover, push, apply, wait, verify. A failure is in the
 * outcome; what is done about it is decided for the whole set.
 */
export async function runRelease(job: ReleaseJob, context: DeployContext): Promise<Outcome> {
  const { planned } = job;
  const { verify, emit } = context;
  if (!hasOperation(planned, verify)) {
    emit({ type: 'operation', id: `${planned.name}/wait`, release: planned.name, kind: 'wait', state: 'skipped', detail: 'nothing to do' }); // prettier-ignore
    return { status: 'unchanged', needsVerification: !planned.reasons.includes('UpToDate') };
  }
  const cause = await carryOut(job, context).catch((error: unknown) => toCause(error, job, context));
  const revision = planned.action === 'none' ? planned.baseRevision : await newestRevision(planned, context.clients.kube); // prettier-ignore
  if (cause) return { status: 'failed', revision, cause };
  return { status: toStatus(planned.action), revision, needsVerification: !verify };
}

async function carryOut(job: ReleaseJob, context: DeployContext): Promise<Cause | undefined> {
  const { planned } = job;
  const { push, signal, waitSignal, clients, emit } = context;
  const step = { release: planned.name, emit, toCause: (error: unknown) => toCause(error, job, context) };
  const isApplied = planned.action !== 'none';
  if (isApplied && push && clients.images) await operation({ ...step, kind: 'push' }, () => push(job, signal));
  if (planned.action === 'recover') await recoverRelease(planned, context);
  const view = await context.openView(planned.namespace);
  waitSignal.throwIfAborted();
  const kind = planned.baseRevision === 0 ? 'install' : 'upgrade';
  const refused = isApplied ? await operation({ ...step, kind }, () => applyRelease(job, view, context)) : undefined;
  if (refused) return refused;
  const broken = await operation({ ...step, kind: 'wait' }, () => waitUntilReady(job, view, context));
  if (broken || !context.verify) return broken;
  return operation({ ...step, kind: 'verify' }, () => verifyRelease(job, view, { ...context, signal: waitSignal }));
}

async function applyRelease(job: ReleaseJob, view: NamespaceView, context: RunContext): Promise<Cause | undefined> {
  const { desired, planned, secrets, readSpecHash } = job;
  const { clients, deadlineMs, autoscaling, patienceMs, signal } = context;
  const { kube, clock, helm } = clients;
  const labels = {
    [RevisionLabels.specHash]: (await readSpecHash?.()) ?? desired.specHash,
    [RevisionLabels.chart]: toChartLabel(desired.chart.name),
    // Labels of the revision before are merged in by Helm: its outcome must not pass for this one's.
    [RevisionLabels.outcome]: 'pending',
  };
  const description = `Slipway: ${planned.reasons.join(', ')}`;
  const guard = { desired, view, kube, clock, secrets, signal, patience: { patienceMs, autoscaling } };
  return guardHooks(guard, async (guarded) => {
    if (planned.reasons.includes('Drifted')) await removeExtras(planned, kube);
    await helm.upgrade(planned, desired.source, { labels, description, timeoutMs: deadlineMs, signal: guarded });
  });
}

function waitUntilReady(
  { desired, secrets }: ReleaseJob,
  view: NamespaceView,
  { clients, emit, patienceMs, autoscaling, deadlineMs, waitSignal }: RunContext,
): Promise<Cause | undefined> {
  const { name, namespace } = desired;
  const { kube, clock } = clients;
  const wanted: WantedWorkload[] = wantedWorkloads(desired.objects).map(({ kind, metadata }) => ({ kind, name: metadata.name })); // prettier-ignore
  const patience = { deadlineMs, patienceMs, autoscaling };
  return waitForRelease({ release: name, namespace, wanted, view, kube, clock, ...patience, emit, secrets, signal: waitSignal }); // prettier-ignore
}

/** What ended the run as the cause; else what the error says. */
function toCause(error: unknown, { planned, secrets }: ReleaseJob, { waitSignal }: RunContext): Cause {
  return waitSignal.aborted ? toStopCause(waitSignal.reason, planned.name) : toErrorCause(error, planned.name, secrets);
}

function toStatus(action: ActionKind): Verdict['status'] {
  return action === 'none' ? 'unchanged' : action === 'recover' ? 'recovered' : 'deployed';
}
