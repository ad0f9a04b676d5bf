import type { Cause, Clients, KubeObject, ReleaseStatus, Service, StatusReport } from '@slipway/contracts';
import { hintOf } from '@slipway/contracts';
import { openNamespaceView } from '../apply/namespace-view.ts';
import { namespaceOf } from '../catalog/namespace-of.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { explainWorkload } from '../diagnose/explain-workload.ts';
import { collectCause } from '../diagnose/collect-cause.ts';
import { earliest } from '../diagnose/explain-pod.ts';
import { storedDrift } from '../live/stored-drift.ts';
import { toLiveWorkload } from '../live/workload-state.ts';
import { readLocked } from './read-locked.ts';
import type { NamespaceStatus } from './read-status.ts';
import { readNamespaceStatus, workloadsByRelease } from './read-status.ts';
import type { ReleaseRequest } from './release-request.ts';
import { DEFAULT_PATIENCE_MS } from './to-run-context.ts';

/** What runs of the selected releases, and why not, where something does not. Writes nothing, renders nothing. */
export async function releaseStatus(
  request: ReleaseRequest,
  clients: Clients,
  signal?: AbortSignal,
): Promise<StatusReport> {
  const { selected } = await readCatalog(request, clients.files);
  const { environment } = request;
  const locked = await readLocked(request, clients.files);
  const byNamespace = new Map<string, Service[]>();
  for (const service of selected) {
    const namespace = namespaceOf(environment, service.name);
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), service]);
  }
  const parts = await Promise.all(
    [...byNamespace].map(async ([namespace, services]) => {
      const live = await readNamespaceStatus(namespace, clients, signal);
      const workloads = workloadsByRelease(live.workloads);
      const facts = { environment: environment.name, namespace, live, workloads, locked };
      const statuses = await Promise.all(services.map((service) => toStatus(service, facts)));
      return explainAll(statuses, workloads, { request, clients, namespace, signal });
    }),
  );
  const releases = parts.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
  return { schema: 'slipway.status/v1', environment: environment.name, releases };
}

interface Facts {
  environment: string;
  namespace: string;
  live: NamespaceStatus;
  workloads: ReadonlyMap<string, KubeObject[]>;
  locked: Awaited<ReturnType<typeof readLocked>>;
}

async function toStatus(service: Service, { environment, namespace, live, ...facts }: Facts): Promise<ReleaseStatus> {
  const { name, project } = service;
  const newest = live.revisions.get(name)?.[0];
  const own = facts.workloads.get(name) ?? [];
  const workloads = own.map(toLiveWorkload);
  const images = workloads.flatMap((workload) => workload.images);
  const digests = [...new Set(images.flatMap((image) => image.split('@')[1] ?? []))];
  const locked = facts.locked.get(name);
  return {
    name,
    project,
    namespace,
    environment,
    status: newest?.status ?? 'absent',
    revision: newest?.revision ?? 0,
    ...ageOf(live.stored.get(name), live.serverTime),
    digests,
    ready: workloads.reduce((sum, { ready }) => sum + ready, 0),
    wanted: workloads.reduce((sum, { wanted }) => sum + wanted, 0),
    isReady: newest?.status === 'deployed' && workloads.every(({ isReady }) => isReady),
    workloads,
    ...(newest ? { drift: await storedDrift(live.stored.get(name), own) } : {}),
    ...lastDeployOf(name, live),
    ...(locked ? { locked, isBehind: !digests.includes(locked.digest) } : {}),
  };
}

function ageOf(secret: KubeObject | undefined, serverTime: number): Pick<ReleaseStatus, 'deployedAt' | 'ageMs'> {
  const deployedAt = secret?.metadata.creationTimestamp;
  if (deployedAt === undefined) return {};
  return { deployedAt, ageMs: Math.max(0, serverTime - Date.parse(deployedAt)) };
}

function lastDeployOf(name: string, { records }: NamespaceStatus): Pick<ReleaseStatus, 'lastDeploy'> {
  const newest = records?.get(name)?.records.at(-1);
  if (!newest?.record) return {};
  const { by, at, commit } = newest.record;
  return { lastDeploy: { by, at, record: newest.number, ...(commit ? { commit } : {}) } };
}

interface Context {
  request: ReleaseRequest;
  clients: Clients;
  namespace: string;
  signal: AbortSignal | undefined;
}

async function explainAll(
  statuses: ReleaseStatus[],
  live: ReadonlyMap<string, KubeObject[]>,
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
      const workloads = live.get(status.name) ?? [];
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
