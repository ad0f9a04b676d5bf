import type { KubeObject } from '@slipway/contracts';
import { explainReference } from './explain-config.ts';
import { asEvent, asPod } from './pod-types.ts';

/** Key of the present run of a container. Pure. */
export function runningKey(uid: string, container: string, startedAt: string | undefined): string {
  return `${uid}/${container}/${startedAt ?? ''}`;
}

/** Moments of an object that patience counts from, as keys of `Snapshot.firstSeen`. Pure. */
export function firstSeenKeys(object: KubeObject): string[] {
  const { name, uid = name } = object.metadata;
  switch (object.kind) {
    case 'Pod':
      return podKeys(object, uid);
    case 'PersistentVolumeClaim':
      return (object.status as { phase?: string } | undefined)?.phase === 'Pending' ? [`${uid}/unbound`] : [];
    case 'Deployment':
      return (object.spec as { paused?: boolean } | undefined)?.paused ? [`${uid}/paused`] : [];
    case 'Event':
      return eventKeys(object);
    default:
      return [];
  }
}

const EVENT_KEYS: Record<string, string> = {
  FailedCreate: 'refused',
  FailedMount: 'mount-failed',
  FailedAttachVolume: 'mount-failed',
  FailedCreatePodSandBox: 'mount-failed',
  NodeNotReady: 'node-not-ready',
  ProvisioningFailed: 'claim-refused',
  FailedBinding: 'claim-refused',
};

function eventKeys(object: KubeObject): string[] {
  const { reason = '', message = '', involvedObject } = asEvent(object);
  const uid = involvedObject?.uid ?? '';
  const key = EVENT_KEYS[reason];
  return [
    ...(key ? [`${uid}/${key}`] : []),
    ...(reason === 'FailedMount' && explainReference(message) ? [`${uid}/missing`] : []),
  ];
}

function podKeys(pod: KubeObject, uid: string): string[] {
  const { status = {} } = asPod(pod);
  const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const waiting = containers.flatMap(({ state }) => state?.waiting?.reason ?? []);
  const isUnschedulable = status.conditions?.some(({ reason }) => reason === 'Unschedulable');
  const isReady = status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');
  const isCreating =
    containers.length > 0 &&
    containers.every(({ state }) => ['ContainerCreating', 'PodInitializing'].includes(state?.waiting?.reason ?? ''));
  return [
    ...(isUnschedulable ? [`${uid}/unschedulable`] : []),
    ...(isReady ? [`${uid}/ready`] : []),
    ...(isCreating ? [`${uid}/creating`] : []),
    ...(pod.metadata.deletionTimestamp ? [`${uid}/leaving`] : []),
    ...(waiting.includes('ErrImagePull') || waiting.includes('ImagePullBackOff') ? [`${uid}/pull-failed`] : []),
    ...(waiting.includes('CreateContainerConfigError') ? [`${uid}/missing`] : []),
    ...containers.flatMap(({ name: container, state, started }) => {
      if (!state?.running) return [];
      const key = runningKey(uid, container, state.running.startedAt);
      return started ? [key, `${key}/started`] : [key];
    }),
  ];
}
