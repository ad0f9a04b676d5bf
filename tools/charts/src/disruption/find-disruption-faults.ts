import type { KubeObject } from '@slipway/contracts';

interface Spec {
  selector?: { matchLabels?: Record<string, string> };
  template?: { metadata?: { labels?: Record<string, string> } };
  replicas?: number;
  minAvailable?: number | string;
  maxUnavailable?: number | string;
  scaleTargetRef?: { kind: string; name: string };
  minReplicas?: number;
  minReplicaCount?: number;
}

/**
 * Conflicts between disruption budgets and whoever owns the number of pods: a budget that at the least number of pods
 * allows no eviction, one without a workload, a workload with two owners of its number. Pure.
 */
export function findDisruptionFaults(objects: readonly KubeObject[]): string[] {
  const of = (...kinds: string[]) => objects.filter(({ kind }) => kinds.includes(kind));
  const spec = (object: KubeObject) => object.spec as Spec;
  const ownersOf = (workload: KubeObject) =>
    of('HorizontalPodAutoscaler', 'ScaledObject').filter((owner) => {
      const { kind, name } = spec(owner).scaleTargetRef ?? {};
      return kind === workload.kind && name === workload.metadata.name;
    });
  const workloads = of('Deployment', 'StatefulSet');
  const owned = workloads.flatMap((workload) => {
    const owners = [...ownersOf(workload), ...(spec(workload).replicas === undefined ? [] : [workload])];
    return owners.length > 1 ? [`${title(workload)} has ${owners.length} owners: ${owners.map(title).join(', ')}`] : [];
  });
  const budgets = of('PodDisruptionBudget').flatMap((budget) => {
    const wanted = Object.entries(spec(budget).selector?.matchLabels ?? {});
    const guarded = workloads.filter((workload) => {
      const labels = spec(workload).template?.metadata?.labels ?? {};
      return wanted.every(([key, value]) => labels[key] === value);
    });
    if (guarded.length !== 1) return [`${title(budget)} selects ${guarded.length} workloads`];
    const workload = guarded[0] as KubeObject;
    const { minReplicas, minReplicaCount, replicas = 1 } = spec(ownersOf(workload)[0] ?? workload);
    const least = minReplicas ?? minReplicaCount ?? replicas;
    return allowedEvictions(spec(budget), least) < 1 ? [`${title(budget)} blocks every eviction of ${least} pods`] : [];
  });
  return [...owned, ...budgets];
}

/** How many of `pods` a budget lets go. Percentages round up on both sides, as Kubernetes does. */
function allowedEvictions({ minAvailable, maxUnavailable }: Spec, pods: number): number {
  const count = (value: number | string) =>
    String(value).endsWith('%') ? Math.ceil((Number.parseInt(String(value), 10) * pods) / 100) : Number(value);
  if (minAvailable !== undefined) return pods - count(minAvailable);
  return maxUnavailable === undefined ? 0 : count(maxUnavailable);
}

function title({ kind, metadata }: KubeObject): string {
  return `${kind}/${metadata.name}`;
}
