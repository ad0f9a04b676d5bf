import type { Cause, Clients, DeployEvent, LiveRevision, PlannedRelease, Service, Verdict } from '@slipway/contracts';
import { hintOf } from '@slipway/contracts';
import { workloadsOf } from '../apply/go-back.ts';
import { endPendingRevision, markRevision, readRevisions } from '../apply/helm-storage.ts';
import { takeLease } from '../apply/release-lease.ts';
import { waitForRelease } from '../apply/wait-for-release.ts';
import { namespaceOf } from '../catalog/namespace-of.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { toErrorCause } from '../diagnose/error-cause.ts';
import { lastGoodRevision } from '../live/to-revisions.ts';
import { withHash } from '../plan/build-plan.ts';
import { DEFAULT_DEADLINE_MS, DEFAULT_PARALLEL, DEFAULT_PATIENCE_MS } from './deploy-releases.ts';
import { createNamespaceViews } from './namespace-views.ts';
import type { DeployOptions, ReleaseRequest } from './release-request.ts';
import { runPlan } from './run-plan.ts';

/**
 * Takes the selected releases back to the revision that served well before the present one, and waits until
 * it serves. A release without an earlier good revision fails with the cause `NoGoodRevision`.
 */
export async function* rollbackReleases(
  request: ReleaseRequest,
  clients: Clients,
  options: DeployOptions = {},
): AsyncGenerator<DeployEvent> {
  const { selected } = await readCatalog(request, clients.files);
  const read = await Promise.all(selected.map((service) => readTarget(service, request, clients)));
  const plan = withHash({ environment: request.environment.name, releases: read.map(({ planned }) => planned) });
  const views = createNamespaceViews(clients);
  yield* runPlan(request, plan, clients, {
    parallel: options.parallel ?? DEFAULT_PARALLEL,
    signal: options.signal,
    action: 'rollback',
    close: views.close,
    run(planned, emit) {
      const { target } = read.find((one) => one.planned === planned) as (typeof read)[number];
      return rollBackOne(planned, target, { request, clients, options, emit, views });
    },
    isRecorded: (planned, { revision }) => revision !== planned.baseRevision,
  });
}

async function readTarget(service: Service, request: ReleaseRequest, clients: Clients) {
  const namespace = namespaceOf(request.environment, service.name);
  const revisions = await readRevisions(service.name, namespace, clients.kube);
  const newest = revisions[0];
  const planned: PlannedRelease = {
    name: service.name,
    project: service.project,
    namespace,
    action: 'upgrade',
    reasons: ['Requested'],
    changes: [],
    after: [],
    specHash: newest?.specHash ?? '',
    baseRevision: newest?.revision ?? 0,
  };
  return { planned, target: lastGoodRevision(unlike(revisions), newest?.revision ?? 0) };
}

/** A revision with the same content as the newest is no way back. */
function unlike(revisions: readonly LiveRevision[]): LiveRevision[] {
  const hash = revisions[0]?.specHash;
  return revisions.filter(({ specHash }, index) => index === 0 || hash === undefined || specHash !== hash);
}

interface RollbackContext {
  request: ReleaseRequest;
  clients: Clients;
  options: DeployOptions;
  emit: (event: DeployEvent) => void;
  views: ReturnType<typeof createNamespaceViews>;
}

async function rollBackOne(
  planned: PlannedRelease,
  target: LiveRevision | undefined,
  context: RollbackContext,
): Promise<Verdict> {
  const { request, clients, options, emit, views } = context;
  const { clock, helm, kube } = clients;
  const startedAt = clock.now();
  const verdict = (status: Verdict['status'], revision: number, cause?: Cause): Verdict => ({
    name: planned.name,
    project: planned.project,
    namespace: planned.namespace,
    status,
    revision,
    formerRevision: planned.baseRevision,
    durationMs: Math.round(clock.now() - startedAt),
    needsVerification: false,
    ...(cause ? { cause } : {}),
  });
  if (!target) {
    const message = planned.baseRevision === 0 ? 'there is no such release.' : 'no earlier revision served well.';
    return verdict('failed', planned.baseRevision, { code: 'NoGoodRevision', object: `Release/${planned.name}`, message, logs: [], hint: hintOf('NoGoodRevision') }); // prettier-ignore
  }
  const event = {
    type: 'operation' as const,
    id: `${planned.name}/rollback`,
    release: planned.name,
    kind: 'rollback' as const,
  };
  emit({ ...event, state: 'started' });
  try {
    const lease = await takeLease(planned, clients, options.signal);
    try {
      const view = await views.open(planned.namespace);
      await endPendingRevision(planned, planned.baseRevision, kube);
      await helm.rollback(planned, target.revision, options.signal);
      const cause = await waitForRelease({
        release: planned.name,
        namespace: planned.namespace,
        wanted: await workloadsOf(planned, helm, options.signal),
        view,
        kube,
        clock,
        deadlineMs: options.deadlineMs ?? DEFAULT_DEADLINE_MS,
        patienceMs: options.patienceMs ?? DEFAULT_PATIENCE_MS,
        autoscaling: request.environment.autoscaling,
        emit,
        signal: options.signal,
      });
      const revision =
        (await readRevisions(planned.name, planned.namespace, kube))[0]?.revision ?? planned.baseRevision;
      await markRevision(planned, revision, cause ? 'failed' : 'verified', kube);
      emit(cause ? { ...event, state: 'failed', cause } : { ...event, state: 'done', detail: `revision ${target.revision} serves again, as revision ${revision}` }); // prettier-ignore
      return verdict(cause ? 'failed' : 'deployed', revision, cause);
    } finally {
      await lease.release();
    }
  } catch (error) {
    const cause = toErrorCause(error, planned.name);
    emit({ ...event, state: 'failed', cause });
    return verdict('failed', planned.baseRevision, cause);
  }
}
