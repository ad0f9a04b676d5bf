import type { Clients, KubeObject } from '@slipway/contracts';
import { KubeKinds } from '@slipway/contracts';
import { ownedBy } from '../diagnose/pods-of.ts';

/** A label selector of Kubernetes. */
export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

/** Which pods are whose. */
export interface ReleaseSelector {
  release: string;
  selector: LabelSelector;
}

const HELM = { labelSelector: 'app.kubernetes.io/managed-by=Helm' };

/** The selectors of the workloads of some releases; Jobs that a CronJob of theirs began count too. One list per kind. */
export async function readSelectors(
  namespace: string,
  releases: ReadonlySet<string>,
  { kube }: Pick<Clients, 'kube'>,
  signal?: AbortSignal,
): Promise<ReleaseSelector[]> {
  const options = { namespace, ...(signal ? { signal } : {}) };
  const [cronJobs, jobs, ...lists] = await Promise.all([
    kube.list(KubeKinds.CronJob, { ...options, ...HELM }),
    kube.list(KubeKinds.Job, options),
    ...[KubeKinds.Deployment, KubeKinds.StatefulSet, KubeKinds.DaemonSet].map((kind) => kube.list(kind, { ...options, ...HELM })), // prettier-ignore
  ]);
  return toSelectors([...lists.flatMap(({ items }) => items), ...jobs.items, ...cronJobs.items], releases);
}

/** The same from workloads that were read already. Pure. */
export function toSelectors(workloads: readonly KubeObject[], releases: ReadonlySet<string>): ReleaseSelector[] {
  const own = workloads.filter((workload) => releases.has(releaseOf(workload) ?? ''));
  const begun = own
    .filter(({ kind }) => kind === 'CronJob')
    .flatMap((cronJob) => ownedBy(workloads, cronJob.metadata.uid).map((job) => [cronJob, job] as const));
  const pairs = [...own.map((workload) => [workload, workload] as const), ...begun];
  return pairs.flatMap(([owner, { spec }]) => {
    const selector = (spec as { selector?: LabelSelector } | undefined)?.selector;
    return selector ? [{ release: releaseOf(owner) ?? '', selector }] : [];
  });
}

/** The release that a pod belongs to; undefined when it is none of theirs. Pure. */
export function releaseOfPod(pod: KubeObject, selectors: readonly ReleaseSelector[]): string | undefined {
  return selectors.find(({ selector }) => isSelected(pod.metadata.labels ?? {}, selector))?.release;
}

/** Whether labels fit a selector; an empty one fits nothing here. Pure. */
export function isSelected(labels: Readonly<Record<string, string>>, selector: LabelSelector): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  if (Object.keys(matchLabels).length + matchExpressions.length === 0) return false;
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      const isIn = value !== undefined && values.includes(value);
      return operator === 'In' ? isIn : !isIn;
    })
  );
}

function releaseOf({ metadata }: KubeObject): string | undefined {
  return metadata.annotations?.['meta.helm.sh/release-name'];
}
