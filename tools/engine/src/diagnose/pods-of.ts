import type { KubeObject, Snapshot } from '@slipway/contracts';

/** Pods of a workload's newest spec; those of older ones are on their way out and prove nothing. Pure. */
export function newestPods(workload: KubeObject, snapshot: Pick<Snapshot, 'pods' | 'replicaSets'>): KubeObject[] {
  const { uid } = workload.metadata;
  if (workload.kind === 'Deployment') {
    const newest = newestReplicaSet(workload, snapshot.replicaSets);
    return newest ? ownedBy(snapshot.pods, newest.metadata.uid) : [];
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
