import type { Clients, DeployEvent, DeployNote, Verdict } from '@slipway/contracts';
import { toErrorCause } from '../diagnose/error-cause.ts';
import { goBack } from '../apply/go-back.ts';
import { readRevisions } from '../apply/helm-storage.ts';
import { takeLease } from '../apply/release-lease.ts';
import type { ReleaseJob, RunContext } from '../apply/run-release.ts';
import { verifyRelease } from '../apply/verify-release.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { withHash } from '../plan/build-plan.ts';
import { DEFAULT_PARALLEL, toRunContext } from './deploy-releases.ts';
import { readDeployNote } from './deploy-notes.ts';
import { createNamespaceViews } from './namespace-views.ts';
import { renderSelected } from './prepare.ts';
import type { DeployOptions, ReleaseRequest } from './release-request.ts';
import { runPlan } from './run-plan.ts';
import { toResult } from './to-result.ts';

/**
 * The second half of a deploy, for the door that splits it: takes the notes that `deployReleases` with
 * `verify: false` left (`writeDeployNotes`), runs the tests of what is new, records, and goes back if they
 * fail. Where nothing is new no request is sent at all. Throws `DeployNoteMissing`.
 */
export async function* verifyReleases(
  request: ReleaseRequest,
  clients: Clients,
  options: DeployOptions = {},
): AsyncGenerator<DeployEvent> {
  const { services, selected } = await readCatalog(request, clients.files);
  const { workspaceRoot, environment } = request;
  const notes = await Promise.all(
    selected.map(({ project }) => readDeployNote(workspaceRoot, environment.name, project, clients.files)),
  );
  const plan = withHash({ environment: environment.name, releases: notes.map(toPlanned) });
  if (!notes.some(({ verdict }) => isOpen(verdict))) {
    yield { type: 'plan', plan };
    yield {
      type: 'done',
      result: toResult(
        environment.name,
        plan.hash,
        notes.map(({ verdict }) => verdict),
        options.signal,
      ),
    };
    return;
  }
  const rendered = await renderSelected(request, clients, {
    services,
    selected,
    signal: options.signal,
  });
  const views = createNamespaceViews(clients);
  const context = toRunContext(request, clients, options, views.open);
  yield* runPlan(request, plan, clients, {
    parallel: options.parallel ?? DEFAULT_PARALLEL,
    signal: options.signal,
    action: 'deploy',
    close: views.close,
    run(planned, emit) {
      const { verdict } = notes.find((note) => note.verdict.name === planned.name) as DeployNote;
      const { desired, secrets } = rendered.find(
        (one) => one.desired.name === planned.name,
      ) as (typeof rendered)[number];
      return isOpen(verdict) ? verifyOne({ desired, planned, secrets, revisions: [] }, verdict, { ...context, emit }) : Promise.resolve(verdict); // prettier-ignore
    },
    isRecorded: (planned) => isOpen(notes.find((note) => note.verdict.name === planned.name)?.verdict),
  });
}

async function verifyOne(job: ReleaseJob, verdict: Verdict, context: RunContext): Promise<Verdict> {
  const { clients, emit, openView, signal } = context;
  const { clock, kube } = clients;
  const startedAt = clock.now();
  const event = {
    type: 'operation' as const,
    id: `${verdict.name}/verify`,
    release: verdict.name,
    kind: 'verify' as const,
  };
  const done = (change: Partial<Verdict>): Verdict => ({
    ...verdict,
    needsVerification: false,
    durationMs: verdict.durationMs + Math.round(clock.now() - startedAt),
    ...change,
  });
  emit({ ...event, state: 'started' });
  try {
    const lease = await takeLease(verdict, clients, signal);
    try {
      const guarded = { ...context, signal: AbortSignal.any([signal, lease.lost]) };
      const view = await openView(verdict.namespace);
      const cause = await verifyRelease(job, view, guarded);
      emit(cause ? { ...event, state: 'failed', cause } : { ...event, state: 'done' });
      if (!cause) return done({});
      if (!context.goBack || verdict.status === 'unchanged') return done({ status: 'failed', cause });
      const back = await goBack(job, await readRevisions(verdict.name, verdict.namespace, kube), view, guarded);
      return done({ status: back.isBack ? 'rolled-back' : 'failed', revision: back.revision, cause });
    } finally {
      await lease.release();
    }
  } catch (error) {
    const cause = toErrorCause(error, verdict.name, job.secrets);
    emit({ ...event, state: 'failed', cause });
    return done({ status: 'failed', cause });
  }
}

function isOpen(verdict: Verdict | undefined): boolean {
  return verdict?.needsVerification ?? false;
}

function toPlanned({ verdict, specHash }: DeployNote) {
  return {
    name: verdict.name,
    project: verdict.project,
    namespace: verdict.namespace,
    action: 'none' as const,
    reasons: [isOpen(verdict) ? ('NotVerified' as const) : ('UpToDate' as const)],
    ...(verdict.image ? { image: verdict.image } : {}),
    changes: [],
    after: [],
    specHash,
    baseRevision: verdict.revision,
  };
}
