import type { Clients, DeployEvent, KubeObject, PlannedRelease, Verdict } from '@slipway/contracts';
import { takeLease } from '../apply/release-lease.ts';
import { readRevisions } from '../apply/helm-storage.ts';
import { ownersOf, waitForRemoval } from '../apply/wait-for-removal.ts';
import { removeHooks } from '../apply/remove-hooks.ts';
import { parseYamlDocuments } from '../catalog/parse-yaml.ts';
import { namespaceOf } from '../catalog/namespace-of.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { toErrorCause } from '../diagnose/error-cause.ts';
import { withHash } from '../plan/build-plan.ts';
import { orderReleases } from '../plan/order-releases.ts';
import { DEFAULT_PARALLEL } from './deploy-releases.ts';
import { createNamespaceViews } from './namespace-views.ts';
import { readNamespaceStatus } from './read-status.ts';
import type { DeployOptions, ReleaseRequest } from './release-request.ts';
import { runPlan } from './run-plan.ts';

/** Pods are given their grace period and a little more. */
const REMOVAL_MS = 120_000;

/**
 * Removes the selected releases, last first, and waits until their workloads and pods are gone. Claims of
 * StatefulSets stay, with their data. A release that is not there is `unchanged`.
 */
export async function* undeployReleases(
  request: ReleaseRequest,
  clients: Clients,
  options: DeployOptions = {},
): AsyncGenerator<DeployEvent> {
  const planned = await planRemoval(request, clients, options.signal);
  const plan = withHash({ environment: request.environment.name, releases: planned });
  const views = createNamespaceViews(clients);
  yield* runPlan(request, plan, clients, {
    parallel: options.parallel ?? DEFAULT_PARALLEL,
    signal: options.signal,
    action: 'undeploy',
    close: views.close,
    run: (release, emit) => removeOne(release, { clients, emit, views, signal: options.signal }),
    isRecorded: ({ action }) => action === 'uninstall',
  });
}

async function planRemoval(request: ReleaseRequest, clients: Clients, signal?: AbortSignal): Promise<PlannedRelease[]> {
  const { selected } = await readCatalog(request, clients.files);
  const namespaces = [...new Set(selected.map(({ name }) => namespaceOf(request.environment, name)))];
  const read = await Promise.all(namespaces.map(async (namespace) => [namespace, await readNamespaceStatus(namespace, clients, signal)] as const)); // prettier-ignore
  const live = new Map(read);
  const byProject = new Map(selected.map(({ project, name }) => [project, name]));
  const ordered = orderReleases(selected.map(({ name, project, after }) => ({ name, project, after: after.flatMap((other) => byProject.get(other) ?? []) }))); // prettier-ignore
  return ordered.reverse().map(({ name, project }) => {
    const namespace = namespaceOf(request.environment, name);
    const newest = live.get(namespace)?.revisions.get(name)?.[0];
    const isThere = newest !== undefined && newest.status !== 'uninstalled';
    return {
      name,
      project,
      namespace,
      action: isThere ? ('uninstall' as const) : ('none' as const),
      reasons: [isThere ? ('Requested' as const) : ('UpToDate' as const)],
      changes: [],
      // Those that come after it go first.
      after: ordered.filter((other) => other.after.includes(name)).map((other) => other.name),
      specHash: newest?.specHash ?? '',
      baseRevision: newest?.revision ?? 0,
    };
  });
}

interface RemoveContext {
  clients: Clients;
  emit: (event: DeployEvent) => void;
  views: ReturnType<typeof createNamespaceViews>;
  signal: AbortSignal | undefined;
}

async function removeOne(planned: PlannedRelease, { clients, emit, views, signal }: RemoveContext): Promise<Verdict> {
  const { clock, helm, kube } = clients;
  const startedAt = clock.now();
  const verdict = (status: Verdict['status'], change: Partial<Verdict> = {}): Verdict => ({
    name: planned.name,
    project: planned.project,
    namespace: planned.namespace,
    status,
    revision: 0,
    formerRevision: planned.baseRevision,
    durationMs: Math.round(clock.now() - startedAt),
    needsVerification: false,
    ...change,
  });
  if (planned.action === 'none') return verdict('unchanged');
  const event = {
    type: 'operation' as const,
    id: `${planned.name}/uninstall`,
    release: planned.name,
    kind: 'uninstall' as const,
  };
  emit({ ...event, state: 'started' });
  try {
    const lease = await takeLease(planned, clients, signal);
    try {
      const view = await views.open(planned.namespace);
      const owners = ownersOf(planned, view);
      const hooks = await parseYamlDocuments(await helm.hooks(planned, signal), `the hooks of ${planned.name}`);
      await helm.uninstall(planned, signal);
      await removeHooks(hooks as KubeObject[], planned.namespace, kube);
      const left = await waitForRemoval(planned, owners, view, { clock, deadlineMs: REMOVAL_MS, signal });
      emit({ ...event, state: 'done', ...(left ? { detail: `still ending: ${left}` } : {}) });
      return verdict('uninstalled');
    } finally {
      await lease.release();
    }
  } catch (error) {
    const cause = toErrorCause(error, planned.name);
    emit({ ...event, state: 'failed', cause });
    const revision = (await readRevisions(planned.name, planned.namespace, kube).catch(() => []))[0]?.revision ?? 0;
    return verdict('failed', { revision, cause });
  }
}
