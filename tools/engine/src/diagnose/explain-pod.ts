import type { KubeObject } from '@slipway/contracts';
import { explainReference } from './explain-config.ts';
import { explainContainer } from './explain-container.ts';
import { explainScheduling } from './explain-scheduling.ts';
import type { Finding, Patience } from './finding.ts';
import type { EventView } from './pod-types.ts';
import { asPod } from './pod-types.ts';

/** What is known around one pod. */
export interface PodFacts {
  pod: KubeObject;
  events: readonly EventView[];
  now: number;
  /** When something of this pod was first seen, by the clock of `now`; keys as `firstSeenKeys` makes them. */
  firstSeen: Record<string, number>;
  /** Some other pod of the namespace is ending. */
  isLeaving: boolean;
}

/** Mounts fail for a moment while volumes are attached; after this they count. */
const MOUNT_MS = 10_000;

/** What is wrong with one pod; undefined while nothing is. Pure. */
export function explainPod(facts: PodFacts, patience: Patience): Finding | undefined {
  const { pod, events, now, firstSeen, isLeaving } = facts;
  const { spec = {}, status = {} } = asPod(pod);
  const { name, uid = name } = pod.metadata;
  const restartPolicy = spec.restartPolicy ?? 'Always';
  if (status.phase === 'Failed' && status.reason) {
    const code = status.reason === 'Evicted' ? 'PodEvicted' : 'ContainerStartFailed';
    return { code, object: `Pod/${name}`, message: `${status.reason}: ${status.message ?? ''}`.trim(), hint: 'The node put the pod out; its message says what was short.', dueAt: now }; // prettier-ignore
  }
  const unscheduled = status.conditions?.find(({ type, status: is }) => type === 'PodScheduled' && is === 'False');
  if (unscheduled?.reason === 'Unschedulable') {
    const since = firstSeen[`${uid}/unschedulable`] ?? now;
    return explainScheduling(name, unscheduled.message ?? '', { since, isLeaving, patience });
  }
  const containers = [
    ...(status.initContainerStatuses ?? []).map((container) => ({
      container,
      isInit: !isSidecar(container.name, pod),
    })),
    ...(status.containerStatuses ?? []).map((container) => ({ container, isInit: false })),
  ];
  const specs = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  const findings = containers.flatMap(({ container, isInit }) => {
    const runningSince = firstSeen[runningKey(uid, container.name, container.state?.running?.startedAt)];
    const found = explainContainer(
      {
        pod: name,
        restartPolicy,
        spec: specs.find((candidate) => candidate.name === container.name),
        status: container,
        isInit,
        events,
        now,
        runningSince,
      },
      patience,
    );
    return found ?? [];
  });
  return earliest(findings) ?? explainMount(facts);
}

/** Moments of a pod that patience counts from. Pure. */
export function firstSeenKeys(pod: KubeObject): string[] {
  const { status = {} } = asPod(pod);
  const { name, uid = name } = pod.metadata;
  const isUnschedulable = status.conditions?.some(({ reason }) => reason === 'Unschedulable');
  const isReady = status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');
  const isCreating = status.containerStatuses?.some(({ state }) => state?.waiting?.reason === 'ContainerCreating');
  return [
    ...(isUnschedulable ? [`${uid}/unschedulable`] : []),
    ...(isReady ? [`${uid}/ready`] : []),
    ...(isCreating ? [`${uid}/creating`] : []),
    ...[...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].flatMap(
      ({ name: container, state }) => (state?.running ? [runningKey(uid, container, state.running.startedAt)] : []),
    ),
  ];
}

/** A container without a readiness probe counts as Ready the moment it runs; it has to stay so for this long. */
const SETTLE_MS = 3000;

/** Whether a Ready pod has still to show that it stays: a crash right after the start is no success. Pure. */
export function isSettling(pod: KubeObject, { now, firstSeen }: Pick<PodFacts, 'now' | 'firstSeen'>): boolean {
  const { spec = {}, status = {} } = asPod(pod);
  const { name, uid = name } = pod.metadata;
  if (pod.metadata.deletionTimestamp || status.phase === 'Failed' || status.phase === 'Succeeded') return false;
  return (status.containerStatuses ?? []).some((container) => {
    const hasProbe = spec.containers?.some((one) => one.name === container.name && one.readinessProbe);
    if (hasProbe) return false;
    if (!container.state?.running) return true; // The watch of its owner was faster than its own.
    const since = firstSeen[runningKey(uid, container.name, container.state.running.startedAt)] ?? now;
    return now - since < SETTLE_MS;
  });
}

/** The finding that counts first; of equals the first. */
export function earliest(findings: readonly Finding[]): Finding | undefined {
  return [...findings].sort((a, b) => a.dueAt - b.dueAt)[0];
}

function explainMount({ pod, events, now, firstSeen }: PodFacts): Finding | undefined {
  const { name, uid = name } = pod.metadata;
  const since = firstSeen[`${uid}/creating`];
  const failed = events.filter(({ reason }) => reason === 'FailedMount' || reason === 'FailedAttachVolume').at(-1);
  const sandbox = events.filter(({ reason }) => reason === 'FailedCreatePodSandBox').at(-1);
  if (since === undefined || !(failed ?? sandbox)) return undefined;
  const message = (failed ?? sandbox)?.message ?? '';
  const reference = explainReference(message);
  if (reference) return { object: `Pod/${name}`, ...reference, dueAt: Math.min(now, since + MOUNT_MS) };
  return failed
    ? { object: `Pod/${name}`, code: 'VolumeMountFailed', message, hint: 'Check the volume and its driver.', dueAt: since + 2 * MOUNT_MS }
    : { object: `Pod/${name}`, code: 'ContainerStartFailed', message, hint: 'The node cannot set up the pod (network, runtime).', dueAt: since + 2 * MOUNT_MS }; // prettier-ignore
}

function runningKey(uid: string, container: string, startedAt: string | undefined): string {
  return `${uid}/${container}/${startedAt ?? ''}`;
}

function isSidecar(container: string, pod: KubeObject): boolean {
  const specs = asPod(pod).spec?.initContainers as { name: string; restartPolicy?: string }[] | undefined;
  return specs?.find(({ name }) => name === container)?.restartPolicy === 'Always';
}
