import type { Cause, Clients, KubeObject, ReleaseStatus, Service, StatusReport } from '@slipway/contracts';
import { hintOf } from '@slipway/contracts';
import { openNamespaceView } from '../apply/namespace-view.ts';
import { namespaceOf } from '../catalog/namespace-of.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { explainWorkload } from '../diagnose/explain-workload.ts';
import { collectCause } from '../diagnose/collect-cause.ts';
import { earliest } from '../diagnose/explain-pod.ts';
import { toLiveWorkload } from '../live/workload-state.ts';
import { DEFAULT_PATIENCE_MS } from './to-run-context.ts';
import type { NamespaceStatus } from './read-status.ts';
import { readNamespaceStatus, workloadsOfRelease } from './read-status.ts';
import type { ReleaseRequest } from './release-request.ts';

/** What runs of the selected releases, and why not, where something does not. Writes nothing. */
export async function releaseStatus(
  request: ReleaseRequest,
  clients: Clients,
  signal?: AbortSignal,
): Promise<StatusReport> {
  const { selected } = await readCatalog(request, clients.files);
  const { environment } = request;
  const byNamespace = new Map<string, Service[]>();
  for (const service of selected) {
    const namespace = namespaceOf(environment, service.name);
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), service]);
  }
  const parts = await Promise.all(
    [...byNamespace].map(async ([namespace, services]) => {
      const live = await readNamespaceStatus(namespace, clients, signal);
      const statuses = services.map((service) => toStatus(service, namespace, live));
      return explainAll(statuses, live, { request, clients, namespace, signal });
    }),
  );
  const releases = parts.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
  return { schema: 'slipway.status/v1', environment: environment.name, releases };
}

function toStatus(service: Service, namespace: string, live: NamespaceStatus): ReleaseStatus {
  const newest = live.revisions.get(service.name)?.[0];
  const workloads = workloadsOfRelease(service, live.workloads).map(toLiveWorkload);
  const images = workloads.flatMap((workload) => workload.images);
  return {
    name: service.name,
    project: service.project,
    namespace,
    status: newest?.status ?? 'absent',
    revision: newest?.revision ?? 0,
    digests: [...new Set(images.flatMap((image) => image.split('@')[1] ?? []))],
    ready: workloads.reduce((sum, { ready }) => sum + ready, 0),
    wanted: workloads.reduce((sum, { wanted }) => sum + wanted, 0),
    isReady: newest?.status === 'deployed' && workloads.every(({ isReady }) => isReady),
    workloads,
  };
}

interface Context {
  request: ReleaseRequest;
  clients: Clients;
  namespace: string;
  signal: AbortSignal | undefined;
}

async function explainAll(
  statuses: ReleaseStatus[],
  live: NamespaceStatus,
  context: Context,
): Promise<ReleaseStatus[]> {
  const { clients, namespace, signal, request } = context;
  const isNeeded = statuses.some(({ isReady, status }) => !isReady && status !== 'absent');
  if (!isNeeded) return statuses;
  const view = await openNamespaceView({ namespace, ...clients, signal, withOldEvents: true, once: true });
  const snapshot = view.snapshot();
  const patience = { patienceMs: DEFAULT_PATIENCE_MS, autoscaling: request.environment.autoscaling };
  return Promise.all(
    statuses.map(async (status) => {
      if (status.isReady || status.status === 'absent') return status;
      const workloads: KubeObject[] = workloadsOfRelease(status, live.workloads);
      const finding = earliest(workloads.flatMap((workload) => explainWorkload(workload, snapshot, patience)));
      const cause = finding ? await collectCause(finding, namespace, clients) : plainCause(status);
      return cause ? { ...status, cause } : status;
    }),
  );
}

function plainCause({ name, status, revision }: ReleaseStatus): Cause | undefined {
  if (status === 'deployed') return undefined; // On its way.
  const isPending = status.startsWith('pending-');
  return {
    code: isPending ? 'ReleaseBusy' : 'LastRevisionFailed',
    object: `Release/${name}`,
    message: `revision ${revision} is ${status}.`,
    logs: [],
    hint: isPending
      ? 'A deployer is at work, or was killed: the next deploy recovers it.'
      : hintOf('LastRevisionFailed'),
  };
}
