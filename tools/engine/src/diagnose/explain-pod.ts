import type { KubeObject } from '@slipway/contracts';
import { hintOf } from '@slipway/contracts';
import { explainContainer } from './explain-container.ts';
import { explainMount } from './explain-mount.ts';
import { explainScheduling } from './explain-scheduling.ts';
import type { Finding, Patience } from './finding.ts';
import { runningKey } from './first-seen.ts';
import type { EventView } from './pod-types.ts';
import { asPod, isSidecar } from './pod-types.ts';

/** What is known around one pod. */
export interface PodFacts {
  pod: KubeObject;
  events: readonly EventView[];
  now: number;
  /** When something of this pod was first seen, by the clock of `now`; keys as `firstSeenKeys` makes them. */
  firstSeen: Record<string, number>;
  /** Readiness failures told of a container until it was last Ready, by `uid/container`. */
  failuresWhenReady?: Record<string, number> | undefined;
  /** Until when other pods of the namespace may be ending; undefined when none is. */
  leavingUntil: number | undefined;
}

/** A node that restarts is back within this. */
const NODE_MS = 12_000;

/** What is wrong with one pod; undefined while nothing is. Pure. */
export function explainPod(facts: PodFacts, patience: Patience): Finding | undefined {
  const { pod, events, now, firstSeen, leavingUntil, failuresWhenReady } = facts;
  const { spec = {}, status = {} } = asPod(pod);
  const { name, uid = name } = pod.metadata;
  if (status.phase === 'Failed' && status.reason) {
    const code = status.reason === 'Evicted' ? 'PodEvicted' : 'ContainerStartFailed';
    return { code, object: `Pod/${name}`, message: `${status.reason}: ${status.message ?? ''}`.trim(), hint: hintOf('PodEvicted'), dueAt: now }; // prettier-ignore
  }
  const unscheduled = status.conditions?.find(({ type, status: is }) => type === 'PodScheduled' && is === 'False');
  if (unscheduled?.reason === 'Unschedulable') {
    const since = firstSeen[`${uid}/unschedulable`] ?? now;
    return explainScheduling(name, unscheduled.message ?? '', { since, leavingUntil, patience });
  }
  const containers = [
    ...(status.initContainerStatuses ?? []).map((container) => ({
      container,
      isInit: !isSidecar(container.name, pod),
      isFirst: true,
    })),
    ...(status.containerStatuses ?? []).map((container) => ({ container, isInit: false, isFirst: false })),
  ];
  const specs = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  const findings = containers.flatMap(({ container, isInit, isFirst }) => {
    const running = runningKey(uid, container.name, container.state?.running?.startedAt);
    const found = explainContainer(
      {
        pod: name,
        // A sidecar is started again whatever its pod says.
        restartPolicy: isFirst && !isInit ? 'Always' : (spec.restartPolicy ?? 'Always'),
        spec: specs.find((candidate) => candidate.name === container.name),
        status: container,
        isInit,
        events,
        now,
        runningSince: firstSeen[running],
        startedSince: firstSeen[`${running}/started`],
        pullFailedSince: firstSeen[`${uid}/pull-failed`],
        missingSince: firstSeen[`${uid}/missing`],
        failuresWhenReady: failuresWhenReady?.[`${uid}/${container.name}`],
      },
      patience,
    );
    return found ?? [];
  });
  return earliest(findings) ?? explainMount(facts) ?? explainNode(facts);
}

/** The finding that counts first; of equals the first. */
export function earliest(findings: readonly Finding[]): Finding | undefined {
  return [...findings].sort((a, b) => a.dueAt - b.dueAt)[0];
}

/** A pod whose node has stopped answering: what its containers say is old. */
function explainNode({ pod, events, firstSeen, now }: PodFacts): Finding | undefined {
  const { name, uid = name } = pod.metadata;
  const { conditions } = asPod(pod).status ?? {};
  const isReady = conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
  const told = events.filter(({ reason }) => reason === 'NodeNotReady').at(-1);
  if (isReady || !told) return undefined;
  const node = (pod.spec as { nodeName?: string } | undefined)?.nodeName ?? '';
  const since = firstSeen[`${uid}/node-not-ready`] ?? now;
  return { code: 'NodeNotReady', object: `Pod/${name}`, message: `its node ${node} has stopped answering`, hint: hintOf('NodeNotReady'), dueAt: since + NODE_MS }; // prettier-ignore
}
