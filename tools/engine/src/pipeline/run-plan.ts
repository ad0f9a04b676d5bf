import type { Approval, Clients, DeployEvent, DeployRecord, Plan, PlannedRelease, Verdict } from '@slipway/contracts';
import { createEventChannel } from '../apply/event-channel.ts';
import type { WayBack } from '../apply/go-back.ts';
import { refuseMoved } from '../apply/refuse-moved.ts';
import type { Outcome, RunContext } from '../apply/run-context.ts';
import { toStopCause } from '../apply/stop-cause.ts';
import { markRevision } from '../apply/helm-storage.ts';
import type { Leases } from '../apply/take-leases.ts';
import { takeLeases } from '../apply/take-leases.ts';
import { toErrorCause } from '../diagnose/error-cause.ts';
import { guardPlan } from '../protect/guard-plan.ts';
import { idleVerdict } from './idle-verdict.ts';
import { createNamespaceViews } from './namespace-views.ts';
import { recordVerdict } from './record-verdict.ts';
import type { DeployOptions, ReleaseRequest } from './release-request.ts';
import { runGroup } from './run-group.ts';
import { toRunContext } from './to-run-context.ts';
import { toResult } from './to-result.ts';

/** Releases at work at once. Most of them only wait for their pods; how many Helm processes run is the client's matter. */
export const DEFAULT_PARALLEL = 10;

/** What is done to the releases of a plan. Deploy, verify, rollback and undeploy differ in nothing else. */
export interface PlanWork {
  action: DeployRecord['action'];
  /** Whether there is something to do for a release; where there is for none, nothing is written at all. */
  hasWork: (planned: PlannedRelease) => boolean;
  /** Carries out one release. What it throws is the cause of its failure. */
  run: (planned: PlannedRelease, context: RunContext) => Promise<Outcome>;
  /** Takes one release back to what served before; undefined when nothing was changed. Absent: it stays as it is. */
  goBack?: (planned: PlannedRelease, context: RunContext) => Promise<WayBack | undefined>;
  /** Whether one failure takes all that were changed back. Default false. */
  isAtomic?: boolean;
  /** Whether a verdict is of an attempt that wrote to the cluster. */
  isRecorded: (planned: PlannedRelease, verdict: Verdict) => boolean;
  /** Whether a verdict says that the revision was verified by this run. Default: never. */
  isVerified?: (planned: PlannedRelease, verdict: Verdict) => boolean;
  /** The approval of the first half, for the second one, which is not asked again. */
  approved?: { approval: Approval | undefined };
}

/**
 * Carries out a plan, unless the environment's protection refuses it (`guardPlan`): first the plan itself, then what
 * happens, last the result, whatever happens between. Works under the lease of every namespace that it changes. Throws,
 * after the plan, `Locked` when somebody else holds one, and `PlanStale` when somebody else was faster. Releases run
 * beside each other in the order of the plan.
 */
export async function* runPlan(
  request: ReleaseRequest,
  plan: Plan,
  clients: Clients,
  { options, ...work }: PlanWork & { options: DeployOptions },
): AsyncGenerator<DeployEvent> {
  const { signal } = options;
  const busy = plan.releases.filter(work.hasWork);
  const guarded = {
    plan,
    work: busy,
    action: work.action,
    given: options.approval ?? {},
  };
  const { approval } = work.approved ?? { approval: await guardPlan(guarded, request, clients) };
  yield { type: 'plan', plan };
  const channel = createEventChannel();
  const { emit } = channel;
  const views = createNamespaceViews(clients);
  const run = async () => {
    const environment = plan.environment;
    const leases = await takeLeases(busy, { clients, environment, emit, signal });
    try {
      await refuseMoved(busy, clients.kube, signal);
      const context = toRunContext(request, clients, { options, emit, openView: views.open, lost: leases.lost });
      const releases = await runReleases(plan, work, { options, context, approval, lost: leases.lost });
      return { releases, takenOver: leases.takenOver, approval };
    } finally {
      await leases.release();
    }
  };
  const running = run().finally(async () => {
    await views.close();
    channel.close();
  });
  running.catch(() => undefined); // Told below, after the events that led to it.
  yield* channel.events;
  yield { type: 'done', result: toResult(plan, await running, signal) };
}

interface PlanRun extends Pick<Leases, 'lost'> {
  approval: Approval | undefined;
  options: DeployOptions;
  context: RunContext;
}

/** Each release forward, and back where it has to be; each attempt with its record. */
function runReleases(plan: Plan, work: PlanWork, { options, context, approval, lost }: PlanRun): Promise<Verdict[]> {
  const { clients, emit, signal } = context;
  const tell = (verdict: Verdict) => {
    options.onEnd?.(verdict);
    return verdict;
  };
  const settle = async (planned: PlannedRelease, verdict: Verdict) => {
    if (lost.aborted) return tell(verdict);
    const isWritten = work.isRecorded(planned, verdict);
    if (isWritten) await recordVerdict(planned, verdict, { plan, action: work.action, approval, clients, emit });
    // Last of all: a run that is killed before this is seen by the next one. What cannot be marked is verified again.
    const isMarked = work.isVerified?.(planned, verdict) ?? false;
    if (isMarked) await markRevision(planned, verdict.revision, 'verified', clients.kube).catch(() => undefined);
    return tell(verdict);
  };
  return runGroup(plan.releases, {
    parallel: options.parallel ?? DEFAULT_PARALLEL,
    isAtomic: work.isAtomic ?? false,
    signal,
    async forward(planned, waitSignal) {
      const verdict = await goForward(planned, work, { ...context, waitSignal });
      return verdict.status === 'failed' ? verdict : settle(planned, verdict);
    },
    async back(planned, verdict) {
      const backContext = { ...context, signal: lost, waitSignal: lost };
      const end = lost.aborted ? verdict : await takeBack(planned, verdict, work, backContext);
      return end.status === 'skipped' ? tell(end) : settle(planned, end);
    },
    onBlocked({ name, baseRevision }, verdict) {
      const { cause } = verdict;
      const kind = work.action === 'undeploy' ? 'uninstall' : work.action === 'rollback' ? 'rollback' : baseRevision === 0 ? 'install' : 'upgrade'; // prettier-ignore
      emit({ type: 'operation', id: `${name}/${kind}`, release: name, kind, state: 'skipped', detail: cause?.message ?? '' }); // prettier-ignore
      tell(verdict);
    },
  });
}

async function goForward(planned: PlannedRelease, { run }: PlanWork, context: RunContext): Promise<Verdict> {
  const { clients, waitSignal } = context;
  const startedAt = clients.clock.now();
  const outcome = await run(planned, context).catch((error: unknown): Outcome => {
    const cause = waitSignal.aborted ? toStopCause(waitSignal.reason, planned.name) : toErrorCause(error, planned.name);
    return { status: 'failed', cause };
  });
  return { ...idleVerdict(planned), durationMs: Math.round(clients.clock.now() - startedAt), ...outcome };
}

async function takeBack(
  planned: PlannedRelease,
  verdict: Verdict,
  { goBack }: PlanWork,
  context: RunContext,
): Promise<Verdict> {
  const { clock } = context.clients;
  const startedAt = clock.now();
  const done = await goBack?.(planned, context);
  if (!done) return goBack && isInnocent(verdict) ? { ...verdict, status: 'skipped' } : verdict;
  const durationMs = verdict.durationMs + Math.round(clock.now() - startedAt);
  const end = { ...verdict, revision: done.revision, durationMs, needsVerification: false };
  return done.cause ? { ...end, status: 'failed', wayBackCause: done.cause } : { ...end, status: 'rolled-back' };
}

/** Whether a release was ended for something that is not its own fault; where nothing was changed it was skipped. */
function isInnocent({ cause }: Verdict): boolean {
  return cause?.code === 'Stopped' || cause?.code === 'GroupFailed';
}
