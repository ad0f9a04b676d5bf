import type { KubeObject, Snapshot } from '@slipway/contracts';

/** Pods of a workload's newest spec; those of older ones are on their way out and prove nothing. Pure. */
export function newestPods(workload: KubeObject, snapshot: Pick<Snapshot, 'pods' | 'replicaSets'>): KubeObject[] {
  const { uid } = workload.metadata;
  if (workload.kind === 'Deployment') {
    const newest = newestReplicaSet(workload, snapshot.replicaSets);
    if (newest) return ownedBy(snapshot.pods, newest.metadata.uid);
    return snapshot.replicaSets.length === 0 ? podsOfNewestTemplate(workload, snapshot.pods) : [];
  }
  const pods = ownedBy(snapshot.pods, uid);
  if (workload.kind === 'StatefulSet') {
    const revision = (workload.status as { updateRevision?: string } | undefined)?.updateRevision;
    return pods.filter(({ metadata }) => metadata.labels?.['controller-revision-hash'] === revision);
  }
  if (workload.kind === 'DaemonSet') {
    const generation = workload.metadata.annotations?.['deprecated.daemonset.template.generation'];
    return pods.filter(({ metadata }) => !generation || metadata.labels?.['pod-template-generation'] === generation);
  }
  return pods;
}

/** Where ReplicaSets may not be read: the pods of the Deployment's selector, of the template whose first pod is the youngest. */
function podsOfNewestTemplate(deployment: KubeObject, pods: readonly KubeObject[]): KubeObject[] {
  const { matchLabels } = (deployment.spec as { selector?: { matchLabels?: Record<string, string> } } | undefined)?.selector ?? {}; // prettier-ignore
  const wanted = Object.entries(matchLabels ?? {});
  if (wanted.length === 0) return [];
  const own = pods.filter(
    ({ metadata }) =>
      metadata.ownerReferences?.some(({ kind }) => kind === 'ReplicaSet') &&
      wanted.every(([name, value]) => metadata.labels?.[name] === value),
  );
  const templateOf = ({ metadata }: KubeObject) => metadata.labels?.['pod-template-hash'] ?? '';
  const born = new Map<string, number>();
  for (const pod of own) {
    const at = Date.parse((pod.metadata as { creationTimestamp?: string }).creationTimestamp ?? '') || 0;
    born.set(templateOf(pod), Math.min(born.get(templateOf(pod)) ?? Number.POSITIVE_INFINITY, at));
  }
  const newest = [...born].sort(([, a], [, b]) => a - b).at(-1)?.[0];
  return own.filter((pod) => templateOf(pod) === newest);
}

/** The ReplicaSet of a Deployment's present spec: the one with the highest revision. Pure. */
export function newestReplicaSet(deployment: KubeObject, replicaSets: readonly KubeObject[]): KubeObject | undefined {
  return ownedBy(replicaSets, deployment.metadata.uid)
    .sort((a, b) => revisionOf(a) - revisionOf(b))
    .at(-1);
}

/** Objects that `uid` controls. Pure. */
export function ownedBy(objects: readonly KubeObject[], uid: string | undefined): KubeObject[] {
  return objects.filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.uid === uid));
}

function revisionOf({ metadata }: KubeObject): number {
  return Number(metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0);
}
