import type { Clients, DeployEvent, DeployNote, PlannedRelease, Verdict } from '@slipway/contracts';
import { goBack } from '../apply/go-back.ts';
import { operation } from '../apply/operation.ts';
import type { Outcome, ReleaseJob, RunContext } from '../apply/run-context.ts';
import { verifyRelease } from '../apply/verify-release.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { withHash } from '../plan/build-plan.ts';
import type { RenderedRelease } from '../render/render-release.ts';
import { readDeployNote } from './deploy-notes.ts';
import { isGoodEnd } from './idle-verdict.ts';
import { renderSelected } from './prepare.ts';
import type { DeployOptions, ReleaseRequest } from './release-request.ts';
import { runPlan } from './run-plan.ts';
import { toResult } from './to-result.ts';

/**
 * The second half of a deploy, for the door that splits it: takes the notes that `deployReleases` with
 * `verify: false` left (`writeDeployNotes`), runs the tests of what is new, records, and goes back if they
 * fail. Where nothing is new no request is sent at all. Throws `DeployNoteMissing`, `Locked`, and `PlanStale` when
 * another deployer has been at work since.
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
  const noted = withHash({ environment: environment.name, releases: notes.map(toPlanned) });
  const verdicts = new Map(notes.map(({ verdict }) => [verdict.name, verdict]));
  const verdictOf = ({ name }: PlannedRelease) => verdicts.get(name) as Verdict;
  const hasWork = (planned: PlannedRelease) => verdictOf(planned).needsVerification;
  if (!noted.releases.some(hasWork)) {
    yield { type: 'plan', plan: noted };
    yield { type: 'done', result: toResult(noted, { releases: [...verdicts.values()] }, options.signal) };
    return;
  }
  const rendered = await renderSelected(request, clients, { services, selected, signal: options.signal });
  const renderedOf = (name: string) => rendered.find(({ desired }) => desired.name === name) as RenderedRelease;
  const jobOf = (planned: PlannedRelease): ReleaseJob => {
    const { desired, secrets } = renderedOf(planned.name);
    return { desired, planned, secrets, revisions: [] };
  };
  // A note is a file that anybody may write: what is recorded as verified is what was rendered, never what it says.
  const releases = noted.releases.map((planned) => withImage(planned, renderedOf(planned.name).desired.image));
  const plan = withHash({ environment: environment.name, releases });
  const isTakenBack = options.goBack ?? true;
  yield* runPlan(request, plan, clients, {
    options,
    action: 'deploy',
    hasWork,
    run: (planned, context) =>
      hasWork(planned) ? verifyOne(jobOf(planned), verdictOf(planned), context) : Promise.resolve(verdictOf(planned)),
    async goBack(planned, context) {
      const isNew = verdictOf(planned).status !== 'unchanged';
      return isTakenBack && isNew ? goBack(jobOf(planned), context) : undefined;
    },
    isRecorded: hasWork,
    isVerified: (planned, verdict) => hasWork(planned) && isGoodEnd(verdict),
    approved: { approval: notes.find(({ approval }) => approval)?.approval },
  });
}

async function verifyOne(job: ReleaseJob, verdict: Verdict, context: RunContext): Promise<Outcome> {
  const { clients, emit, openView, waitSignal } = context;
  const startedAt = clients.clock.now();
  const cause = await operation({ release: verdict.name, kind: 'verify', emit }, async () =>
    verifyRelease(job, await openView(verdict.namespace), { ...context, signal: waitSignal }),
  );
  const durationMs = verdict.durationMs + Math.round(clients.clock.now() - startedAt);
  const end = { ...withImage(verdict, job.desired.image), needsVerification: false, durationMs };
  return cause ? { ...end, status: 'failed', cause } : end;
}

function withImage<T extends Pick<Verdict, 'image'>>({ image: _image, ...rest }: T, image: Verdict['image']) {
  return { ...rest, ...(image ? { image } : {}) };
}

function toPlanned({ verdict, specHash }: DeployNote): PlannedRelease {
  return {
    name: verdict.name,
    project: verdict.project,
    namespace: verdict.namespace,
    action: 'none',
    reasons: [verdict.needsVerification ? 'NotVerified' : 'UpToDate'],
    ...(verdict.image ? { image: verdict.image } : {}),
    changes: [],
    after: [],
    specHash,
    baseRevision: verdict.revision,
  };
}
