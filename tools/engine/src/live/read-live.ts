import type {
  DesiredRelease,
  FieldChange,
  KubeClient,
  KubeObject,
  LiveRelease,
  LiveRevision,
} from '@slipway/contracts';
import { KubeKinds, WORKLOAD_KINDS } from '@slipway/contracts';
import { hookTypes } from '../render/normalise-objects.ts';
import { readNamespaceRevisions } from './read-revisions.ts';
import { autoscaledWorkloads, workloadDrift } from './workload-drift.ts';
import { toLiveWorkload } from './workload-state.ts';

/** Helm puts this label on every object that it writes. */
const MANAGED_BY_HELM = 'app.kubernetes.io/managed-by=Helm';

/** One namespace as the cluster has it: Helm's revisions, and the workloads that Helm manages. */
export interface LiveNamespace {
  revisions: Map<string, LiveRevision[]>;
  workloads: KubeObject[];
}

/** A release as it is, and where its workloads differ from what is wanted. */
export interface LiveState {
  live: LiveRelease | undefined;
  changes: FieldChange[];
}

/**
 * Reads one namespace: one list of Helm's Secrets (metadata alone) and one list per workload kind that
 * is wanted. A namespace that does not exist reads as empty.
 */
export async function readLiveNamespace(
  namespace: string,
  wanted: readonly KubeObject[],
  { kube, signal }: { kube: KubeClient; signal?: AbortSignal | undefined },
): Promise<LiveNamespace> {
  const workloads = wantedWorkloads(wanted); // A Job that is a hook is not waited for.
  const kinds = WORKLOAD_KINDS.filter((kind) => workloads.some((object) => object.kind === kind));
  const options = { namespace, ...(signal ? { signal } : {}) };
  const [revisions, ...lists] = await Promise.all([
    readNamespaceRevisions(namespace, kube, signal),
    ...kinds.map((kind) => kube.list(KubeKinds[kind], { ...options, labelSelector: MANAGED_BY_HELM })),
  ]);
  return { revisions, workloads: lists.flatMap(({ items }) => items) };
}

/** Workloads that a release wants; hooks and tests are not waited for. Pure. */
export function wantedWorkloads(objects: readonly KubeObject[]): KubeObject[] {
  return objects.filter(
    (object) => (WORKLOAD_KINDS as readonly string[]).includes(object.kind) && hookTypes(object).length === 0,
  );
}

/** One release out of its namespace. Pure. */
export function toLiveState(
  desired: Pick<DesiredRelease, 'name' | 'namespace' | 'objects'>,
  { revisions, workloads }: LiveNamespace,
): LiveState {
  const { name, namespace, objects } = desired;
  const autoscaled = autoscaledWorkloads(objects);
  const pairs = wantedWorkloads(objects).map((wanted) => ({
    wanted,
    live: workloads.find(
      (candidate) =>
        candidate.kind === wanted.kind &&
        candidate.metadata.name === wanted.metadata.name &&
        candidate.metadata.annotations?.['meta.helm.sh/release-name'] === name,
    ),
  }));
  const changes = pairs.flatMap(({ wanted, live }) =>
    workloadDrift(wanted, live, { ignoreReplicas: autoscaled.has(`${wanted.kind}/${wanted.metadata.name}`) }),
  );
  const own = revisions.get(name) ?? [];
  const newest = own[0];
  if (!newest) return { live: undefined, changes };
  const found = pairs.flatMap(({ live }) => (live ? toLiveWorkload(live) : []));
  const missing = changes.filter(({ path }) => path === '').length;
  const live: LiveRelease = {
    schema: 'slipway.live-release/v1',
    name,
    namespace,
    revision: newest.revision,
    status: newest.status,
    ...(newest.specHash ? { specHash: newest.specHash } : {}),
    ...(newest.chart ? { chart: newest.chart } : {}),
    ...(newest.outcome ? { outcome: newest.outcome } : {}),
    revisions: own,
    workloads: found,
    workloadDrift: changes,
    isReady: missing === 0 && found.every(({ isReady }) => isReady),
  };
  return { live, changes };
}
