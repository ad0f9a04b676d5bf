import type { Cause, KubeObject, LiveRevision } from '@slipway/contracts';
import { parseYamlDocuments } from '../catalog/parse-yaml.ts';
import type { WantedWorkload } from '../diagnose/assess-release.ts';
import { toErrorCause } from '../diagnose/error-cause.ts';
import { wantedWorkloads } from '../live/read-live.ts';
import { lastGoodRevision } from '../live/to-revisions.ts';
import { hookTypes } from '../render/normalise-objects.ts';
import { endPendingRevision, markRevision, readRevisions } from './helm-storage.ts';
import type { NamespaceView } from './namespace-view.ts';
import { removeHooks } from './remove-hooks.ts';
import type { ReleaseJob, RunContext } from './run-release.ts';
import { waitForRelease } from './wait-for-release.ts';

/** What going back came to. */
export interface WayBack {
  isBack: boolean;
  /** Newest revision now; 0 after a first install was taken back. */
  revision: number;
}

/** What served before is Ready again within this time, or never. */
const BACK_DEADLINE_MS = 120_000;

/**
 * Takes a failed release back to the newest revision that served well, and waits until it serves again. A
 * release without one is uninstalled (claims of StatefulSets stay). Never throws.
 */
export async function goBack(
  { desired, secrets }: ReleaseJob,
  revisions: readonly LiveRevision[],
  view: NamespaceView,
  context: RunContext,
): Promise<WayBack> {
  const { clients, emit, signal } = context;
  const { kube, helm } = clients;
  const newest = revisions[0]?.revision ?? 0;
  const good = lastGoodRevision(revisions, newest);
  const kind = good ? ('rollback' as const) : ('uninstall' as const);
  const event = { type: 'operation' as const, id: `${desired.name}/${kind}`, release: desired.name, kind };
  emit({ ...event, state: 'started' });
  try {
    await endPendingRevision(desired, newest, kube);
    if (!good) {
      await helm.uninstall(desired, signal);
      // Helm leaves what hooks made; of a release that is gone nobody would ever remove it. Its log is in the cause.
      const hooks = desired.objects.filter((object) => hookTypes(object).length > 0);
      await removeHooks(hooks, desired.namespace, kube).catch(() => undefined);
      emit({ ...event, state: 'done', detail: 'there was no earlier revision; claims are kept' });
      return { isBack: true, revision: 0 };
    }
    await markRevision(desired, newest, 'failed', kube);
    await helm.rollback(desired, good.revision, signal);
    const cause = await waitUntilBack({ desired, secrets }, view, context);
    const revision = (await readRevisions(desired.name, desired.namespace, kube))[0]?.revision ?? newest;
    if (cause) {
      emit({ ...event, state: 'failed', cause });
      return { isBack: false, revision };
    }
    if (good.outcome === 'verified') await markRevision(desired, revision, 'verified', kube);
    emit({ ...event, state: 'done', detail: `revision ${good.revision} serves again, as revision ${revision}` });
    return { isBack: true, revision };
  } catch (error) {
    emit({ ...event, state: 'failed', cause: toErrorCause(error, desired.name, secrets) });
    return { isBack: false, revision: newest };
  }
}

async function waitUntilBack(
  { desired, secrets }: Pick<ReleaseJob, 'desired' | 'secrets'>,
  view: NamespaceView,
  { clients, emit, signal, patienceMs, autoscaling }: RunContext,
): Promise<Cause | undefined> {
  return waitForRelease({
    release: desired.name,
    namespace: desired.namespace,
    wanted: await workloadsOf(desired, clients.helm, signal),
    view,
    kube: clients.kube,
    clock: clients.clock,
    deadlineMs: BACK_DEADLINE_MS,
    patienceMs,
    autoscaling,
    emit,
    secrets,
    signal,
  });
}

/** Workloads of the newest revision, as Helm keeps its manifests. */
export async function workloadsOf(
  ref: { name: string; namespace: string },
  helm: RunContext['clients']['helm'],
  signal?: AbortSignal,
): Promise<WantedWorkload[]> {
  const documents = await parseYamlDocuments(await helm.manifest(ref, signal), `the manifests of ${ref.name}`);
  return wantedWorkloads(documents as KubeObject[]).map(({ kind, metadata }) => ({ kind, name: metadata.name }));
}
