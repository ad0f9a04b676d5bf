import type { Clients, KubeObject, LiveRevision, Service } from '@slipway/contracts';
import { KubeKinds, WORKLOAD_KINDS } from '@slipway/contracts';
import { toRevisions } from '../live/to-revisions.ts';

/** One namespace without any rendering: what Helm knows, and the workloads that Helm manages. */
export interface NamespaceStatus {
  revisions: Map<string, LiveRevision[]>;
  workloads: KubeObject[];
}

/** Reads one namespace: Helm's Secrets by metadata, and one list per workload kind. */
export async function readNamespaceStatus(
  namespace: string,
  { kube }: Pick<Clients, 'kube'>,
  signal?: AbortSignal,
): Promise<NamespaceStatus> {
  const options = { namespace, ...(signal ? { signal } : {}) };
  const [secrets, ...lists] = await Promise.all([
    kube.list(KubeKinds.Secret, { ...options, labelSelector: 'owner=helm', metadataOnly: true }),
    ...WORKLOAD_KINDS.map((kind) => kube.list(KubeKinds[kind], { ...options, labelSelector: 'app.kubernetes.io/managed-by=Helm' })), // prettier-ignore
  ]);
  return { revisions: toRevisions(secrets.items), workloads: lists.flatMap(({ items }) => items) };
}

/** The workloads of one release, by Helm's own annotation. Pure. */
export function workloadsOfRelease({ name }: Pick<Service, 'name'>, workloads: readonly KubeObject[]): KubeObject[] {
  return workloads.filter(
    ({ metadata }) =>
      metadata.annotations?.['meta.helm.sh/release-name'] === name && !metadata.annotations['helm.sh/hook'],
  );
}
