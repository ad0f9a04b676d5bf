import type { Clients, DeployEvent, PlannedRelease } from '@slipway/contracts';
import { goBack } from '../apply/go-back.ts';
import type { ReleaseJob } from '../apply/run-context.ts';
import { hasOperation, runRelease } from '../apply/run-release.ts';
import type { RenderedRelease } from '../render/render-release.ts';
import { isGoodEnd } from './idle-verdict.ts';
import { prepareSaved } from './plan-releases.ts';
import type { Prepared } from './prepare.ts';
import { prepare, renderSelected } from './prepare.ts';
import { pushImage } from './push-image.ts';
import type { DeployOptions, ReleaseRequest } from './release-request.ts';
import { runPlan } from './run-plan.ts';

/** The environment where every release stands for itself unless `--atomic` says otherwise. */
const LOCAL = 'local';

/**
 * Brings the selected releases to what the workspace says: render, plan, push, apply, wait, verify, record;
 * what fails goes back by itself, and with `atomic` all of the set. Where nothing changed nothing is written.
 * The first event is the plan and the last one the result; faults before anything is done (unknown project,
 * invalid chart, no cluster, `Locked`) are thrown.
 */
export async function* deployReleases(
  request: ReleaseRequest,
  clients: Clients,
  options: DeployOptions = {},
): AsyncGenerator<DeployEvent> {
  const { savedPlan, signal } = options;
  const prepared = savedPlan
    ? await prepareSaved(savedPlan, request, clients, { ...(signal ? { signal } : {}) })
    : await prepare(request, clients, { signal });
  const verify = options.verify ?? true;
  const isTakenBack = options.goBack ?? true;
  const jobOf = (planned: PlannedRelease) => toJob(planned, prepared, { request, clients, signal: options.signal });
  yield* runPlan(request, prepared.plan, clients, {
    options,
    action: 'deploy',
    isAtomic: isTakenBack && (options.atomic ?? request.environment.name !== LOCAL),
    hasWork: (planned) => hasOperation(planned, verify),
    run: (planned, context) =>
      runRelease(jobOf(planned), {
        ...context,
        push: (job, signal) => pushImage(job, request, clients, signal),
      }),
    ...(isTakenBack ? { goBack: (planned, context) => goBack(jobOf(planned), context) } : {}),
    // What only waited wrote nothing; a good end without tests is recorded by whoever runs them.
    isRecorded: (planned, { status, wayBackCause }) =>
      hasOperation(planned, verify) &&
      (planned.action !== 'none' || wayBackCause !== undefined || (verify && status !== 'failed')) &&
      (verify || status === 'failed' || status === 'rolled-back'),
    isVerified: (planned, verdict) => verify && hasOperation(planned, verify) && isGoodEnd(verdict),
  });
}

interface JobContext {
  request: ReleaseRequest;
  clients: Clients;
  signal: AbortSignal | undefined;
}

function toJob(planned: PlannedRelease, prepared: Prepared, context: JobContext): ReleaseJob {
  const rendered = prepared.rendered.find((one) => one.desired.name === planned.name) as RenderedRelease;
  const { desired, secrets, lacksKey } = rendered;
  const job = { desired, planned, secrets, revisions: prepared.revisions.get(planned.name) ?? [] };
  return lacksKey ? { ...job, readSpecHash: () => keyedSpecHash(planned, prepared, context) } : job;
}

/**
 * The hash of a release whose namespace had no key for digests of secret values while it was planned: planning writes
 * nothing, so the key is made now, and the release rendered once more with it.
 */
async function keyedSpecHash(
  { project }: PlannedRelease,
  { services }: Prepared,
  { request, clients, signal }: JobContext,
): Promise<string> {
  const selected = services.filter((service) => service.project === project);
  const [rendered] = await renderSelected(request, clients, { services, selected, signal, makeKey: true });
  return (rendered as RenderedRelease).desired.specHash;
}
