import type { Clients, DeployEvent, PlannedRelease } from '@slipway/contracts';
import type { RunContext } from '../apply/run-release.ts';
import { hasOperation, runRelease } from '../apply/run-release.ts';
import type { RenderedRelease } from '../render/render-release.ts';
import { createNamespaceViews } from './namespace-views.ts';
import type { Prepared } from './prepare.ts';
import { prepare, renderSelected } from './prepare.ts';
import { pushImage } from './push-image.ts';
import type { DeployOptions, ReleaseRequest } from './release-request.ts';
import { runPlan } from './run-plan.ts';

/** Releases at work at once. Most of them only wait for their pods; how many Helm processes run is the client's matter. */
export const DEFAULT_PARALLEL = 10;
/** Time from Running to Ready for a container without a startup probe. */
export const DEFAULT_PATIENCE_MS = 10_000;
/** Longest time for one release. */
export const DEFAULT_DEADLINE_MS = 600_000;
/** Longest time for the tests of one release. */
export const DEFAULT_TEST_TIMEOUT_MS = 120_000;

/**
 * Brings the selected releases to what the workspace says: render, plan, push, apply, wait, verify, record;
 * what fails goes back by itself. Where nothing changed nothing is written. The first event is the plan and
 * the last one the result; faults before the plan (unknown project, invalid chart, no cluster) are thrown.
 */
export async function* deployReleases(
  request: ReleaseRequest,
  clients: Clients,
  options: DeployOptions = {},
): AsyncGenerator<DeployEvent> {
  const prepared = await prepare(request, clients, { signal: options.signal });
  const views = createNamespaceViews(clients);
  const verify = options.verify ?? true;
  const context = toRunContext(request, clients, options, views.open);
  yield* runPlan(request, prepared.plan, clients, {
    parallel: options.parallel ?? DEFAULT_PARALLEL,
    signal: options.signal,
    action: 'deploy',
    close: views.close,
    run(planned, emit) {
      const rendered = prepared.rendered.find((one) => one.desired.name === planned.name) as RenderedRelease;
      const revisions = prepared.revisions.get(planned.name) ?? [];
      const { desired, secrets, lacksKey } = rendered;
      const readSpecHash = () => keyedSpecHash(planned, prepared, { request, clients, signal: options.signal });
      const job = { desired, planned, secrets, revisions, ...(lacksKey ? { readSpecHash } : {}) };
      return runRelease(job, { ...context, emit });
    },
    // What only waited wrote nothing; a good end without tests is recorded by whoever runs them.
    isRecorded: (planned, { status }) =>
      hasOperation(planned, verify) &&
      (planned.action !== 'none' || (verify && status !== 'failed')) &&
      (verify || status === 'failed' || status === 'rolled-back'),
  });
}

/**
 * The hash of a release whose namespace had no key for digests of secret values while it was planned: planning writes
 * nothing, so the key is made now, and the release rendered once more with it.
 */
async function keyedSpecHash(
  { project }: PlannedRelease,
  { services }: Prepared,
  { request, clients, signal }: { request: ReleaseRequest; clients: Clients; signal: AbortSignal | undefined },
): Promise<string> {
  const selected = services.filter((service) => service.project === project);
  const [rendered] = await renderSelected(request, clients, { services, selected, signal, makeKey: true });
  return (rendered as RenderedRelease).desired.specHash;
}

/** Options and clients as the steps of a release want them. */
export function toRunContext(
  request: ReleaseRequest,
  clients: Clients,
  options: DeployOptions,
  openView: RunContext['openView'],
): Omit<RunContext, 'emit'> {
  return {
    clients,
    openView,
    push: (job, signal) => pushImage(job, request, clients, signal),
    signal: options.signal ?? new AbortController().signal,
    patienceMs: options.patienceMs ?? DEFAULT_PATIENCE_MS,
    deadlineMs: options.deadlineMs ?? DEFAULT_DEADLINE_MS,
    testTimeoutMs: options.testTimeoutMs ?? DEFAULT_TEST_TIMEOUT_MS,
    autoscaling: request.environment.autoscaling,
    environment: request.environment,
    workspaceRoot: request.workspaceRoot,
    verify: options.verify ?? true,
    goBack: options.goBack ?? true,
  };
}
