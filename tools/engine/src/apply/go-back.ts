import type { Cause, HelmClient, KubeObject, LiveRevision } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { parseYamlDocuments } from '../catalog/parse-yaml.ts';
import type { WantedWorkload } from '../diagnose/assess-release.ts';
import { toErrorCause } from '../diagnose/error-cause.ts';
import { wantedWorkloads } from '../live/read-live.ts';
import { lastGoodRevision } from '../live/to-revisions.ts';
import { hookTypes } from '../render/normalise-objects.ts';
import { endPendingRevision, markRevision, readRevisions } from './helm-storage.ts';
import { operation } from './operation.ts';
import { removeHooks } from './remove-hooks.ts';
import type { ReleaseJob, RunContext } from './run-context.ts';
import { waitForRelease } from './wait-for-release.ts';

/** What going back came to. */
export interface WayBack {
  /** Newest revision now; 0 after a first install was taken back. */
  revision: number;
  /** Why what served before does not serve again. */
  cause?: Cause;
}

/** What served before is Ready again within this time, or never. */
const BACK_DEADLINE_MS = 120_000;
/** An API server that restarts is back within this time. */
const API_DEADLINE_MS = 60_000;
const API_RETRY_MS = 2000;

/**
 * Takes a release that this run has changed back to the newest revision that served well, and waits until it
 * serves again. A release without one is uninstalled (claims of StatefulSets stay). Undefined when the run
 * has changed nothing. Never throws.
 */
export async function goBack(job: ReleaseJob, context: RunContext): Promise<WayBack | undefined> {
  const { desired, secrets } = job;
  const { kube } = context.clients;
  const toCause = (error: unknown) => toErrorCause(error, desired.name, secrets);
  let revisions: LiveRevision[];
  try {
    revisions = await patiently(context, () => readRevisions(desired.name, desired.namespace, kube));
  } catch (error) {
    return { revision: job.planned.baseRevision, cause: toCause(error) };
  }
  if (!isChanged(job, revisions)) return undefined;
  const kind = lastGoodRevision(revisions, revisions[0]?.revision ?? 0) ? 'rollback' : 'uninstall';
  let revision = revisions[0]?.revision ?? 0;
  let cause: Cause | undefined;
  try {
    await operation({ release: desired.name, kind, emit: context.emit }, async () => {
      const done = await patiently(context, () => goBackOnce(job, context));
      ({ revision, cause } = done);
      return cause ?? done.detail;
    });
  } catch (error) {
    cause = toCause(error);
  }
  return { revision, ...(cause ? { cause } : {}) };
}

/** Whether this run has made a revision, or is the first to find fault with the one that is there. */
function isChanged({ planned, revisions: before }: ReleaseJob, revisions: readonly LiveRevision[]): boolean {
  const [newest] = revisions;
  if (!newest) return false;
  if (planned.action === 'none') return newest.outcome !== 'verified';
  const wasEnding = before[0]?.status === 'uninstalling' && newest.status !== 'uninstalling';
  return wasEnding || newest.revision > planned.baseRevision;
}

async function goBackOnce(job: ReleaseJob, context: RunContext): Promise<WayBack & { detail?: string }> {
  const { desired } = job;
  const { clients, signal } = context;
  const { kube, helm } = clients;
  const revisions = await readRevisions(desired.name, desired.namespace, kube);
  const newest = revisions[0]?.revision ?? 0;
  const good = lastGoodRevision(revisions, newest);
  await endPendingRevision(desired, newest, kube);
  if (!good) {
    await helm.uninstall(desired, signal);
    // Helm leaves what hooks made; of a release that is gone nobody would ever remove it. Its log is in the cause.
    const hooks = desired.objects.filter((object) => hookTypes(object).length > 0);
    await removeHooks(hooks, desired.namespace, kube).catch(() => undefined);
    return { revision: 0, detail: 'there was no earlier revision; claims are kept' };
  }
  await markRevision(desired, newest, 'failed', kube);
  await helm.rollback(desired, good.revision, signal);
  const cause = await waitUntilBack(job, context);
  const revision = (await readRevisions(desired.name, desired.namespace, kube))[0]?.revision ?? newest;
  if (cause) return { revision, cause };
  if (good.outcome === 'verified') await markRevision(desired, revision, 'verified', kube);
  return { revision, detail: `revision ${good.revision} serves again, as revision ${revision}` };
}

async function waitUntilBack(
  { desired, secrets }: ReleaseJob,
  { clients, openView, emit, signal, patienceMs, autoscaling }: RunContext,
): Promise<Cause | undefined> {
  const { name, namespace } = desired;
  const { kube, clock, helm } = clients;
  const view = await openView(namespace);
  const wanted = await workloadsOf(desired, helm, signal);
  const patience = { deadlineMs: BACK_DEADLINE_MS, patienceMs, autoscaling };
  return waitForRelease({ release: name, namespace, wanted, view, kube, clock, ...patience, emit, secrets, signal });
}

/** Tries again while the API server does not answer: a release is not left half-way for that. */
async function patiently<T>({ clients, signal }: RunContext, work: () => Promise<T>): Promise<T> {
  const { clock } = clients;
  const endsAt = clock.now() + API_DEADLINE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const isPassing = error instanceof SlipwayError && error.code === 'ApiUnreachable';
      if (!isPassing || signal.aborted || clock.now() >= endsAt) throw error;
      await clock.sleep(API_RETRY_MS, signal);
    }
  }
}

/** Workloads of the newest revision, as Helm keeps its manifests. */
export async function workloadsOf(
  ref: { name: string; namespace: string },
  helm: HelmClient,
  signal?: AbortSignal,
): Promise<WantedWorkload[]> {
  const documents = await parseYamlDocuments(await helm.manifest(ref, signal), `the manifests of ${ref.name}`);
  return wantedWorkloads(documents as KubeObject[]).map(({ kind, metadata }) => ({ kind, name: metadata.name }));
}
