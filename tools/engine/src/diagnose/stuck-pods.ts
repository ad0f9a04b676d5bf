import type { KubeObject, Snapshot } from '@slipway/contracts';
import type { WantedWorkload } from './assess-release.ts';
import { ownedBy } from './pods-of.ts';
import { asPod } from './pod-types.ts';

/** Pods of older revisions of the wanted StatefulSets that are not Ready, and not on their way out. Pure. */
export function stuckPods(wanted: readonly WantedWorkload[], snapshot: Snapshot): KubeObject[] {
  return snapshot.workloads
    .filter(
      ({ kind, metadata }) =>
        kind === 'StatefulSet' && wanted.some((want) => want.kind === kind && want.name === metadata.name),
    ) // prettier-ignore
    .flatMap((set) => {
      const status = (set.status ?? {}) as { updateRevision?: string; observedGeneration?: number };
      if ((status.observedGeneration ?? 0) < (set.metadata.generation ?? 0)) return [];
      return ownedBy(snapshot.pods, set.metadata.uid).filter(
        (pod) =>
          pod.metadata.labels?.['controller-revision-hash'] !== status.updateRevision &&
          !pod.metadata.deletionTimestamp &&
          !isReady(pod),
      );
    });
}

function isReady(pod: KubeObject): boolean {
  return asPod(pod).status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}
