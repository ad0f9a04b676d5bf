import type { Finding, Patience } from './finding.ts';

/** Time for claims to be bound and for a leaving pod to give its room back. */
const SETTLE_MS = 3000;
const LEAVING_MS = 20_000;
const VOLUME_MS = 15_000;
const NODE_MS = 20_000;
/** A node autoscaler's time to bring a node. */
const AUTOSCALING_MS = 300_000;

/** Explains why the scheduler found no node. `since`: when that was first seen; `isLeaving`: a pod is ending. Pure. */
export function explainScheduling(
  pod: string,
  message: string,
  { since, isLeaving, patience }: { since: number; isLeaving: boolean; patience: Patience },
): Finding {
  const at = { object: `Pod/${pod}` };
  if (/persistentvolumeclaim|PersistentVolumeClaims|volume node affinity|available persistent volumes/i.test(message)) {
    return { ...at, code: 'VolumeUnbound', message: tidy(message), hint: 'Check the claim, its storage class and its provisioner.', dueAt: since + VOLUME_MS }; // prettier-ignore
  }
  const onlyNodes =
    /not-ready|unreachable|unschedulable\b|network-unavailable/.test(message) && !/Insufficient/.test(message);
  if (onlyNodes || /no nodes available/i.test(message)) {
    return { ...at, code: 'NodeNotReady', message: tidy(message), hint: 'No node takes pods: look at "kubectl get nodes".', dueAt: since + wait(NODE_MS, patience) }; // prettier-ignore
  }
  const resources = [...message.matchAll(/Insufficient ([\w/-]+(?:\.[\w/-]+)*)/g)].map(([, name]) => name);
  const settleMs = isLeaving ? LEAVING_MS : SETTLE_MS;
  return {
    ...at,
    code: 'Unschedulable',
    message: resources.length
      ? `no node has enough ${[...new Set(resources)].join(' and ')}: ${tidy(message)}`
      : tidy(message),
    hint: resources.length
      ? `Ask for less ${resources[0]} (resources.requests), or make room.`
      : 'Its node selector, affinity or tolerations fit no node.',
    dueAt: since + wait(settleMs, patience),
  };
}

function wait(ms: number, { autoscaling }: Patience): number {
  return autoscaling ? AUTOSCALING_MS : ms;
}

function tidy(message: string): string {
  return message.replace(/\s*(no new claims to deallocate|preemption:).*$/s, '').trim();
}
