import type { DesiredRelease, Snapshot } from '@slipway/contracts';
import type { Finding } from '../diagnose/finding.ts';
import { asPod } from '../diagnose/pod-types.ts';
import { newestPods } from '../diagnose/pods-of.ts';
import { wantedWorkloads } from '../live/read-live.ts';

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** Whose log tells most of a release that is Ready and does not do its work: a Ready pod's main container. Pure. */
export function readyLog(desired: Pick<DesiredRelease, 'objects'>, snapshot: Snapshot): Finding['log'] {
  const wanted = wantedWorkloads(desired.objects).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  const workloads = snapshot.workloads.filter(({ kind, metadata }) => wanted.includes(`${kind}/${metadata.name}`));
  const pods = workloads.flatMap((workload) => newestPods(workload, snapshot));
  const pod = pods.find((one) =>
    asPod(one).status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
  );
  if (!pod) return undefined;
  const container = pod.metadata.annotations?.[DEFAULT_CONTAINER] ?? asPod(pod).spec?.containers?.[0]?.name;
  return container === undefined ? undefined : { pod: pod.metadata.name, container, previous: false };
}
