import { hintOf } from '@slipway/contracts';
import type { Finding, Patience } from './finding.ts';

/** Room for the scheduler's second look. */
const SETTLE_MS = 3000;
/** A volume that is being made takes a cloud a minute or so. */
const VOLUME_MS = 120_000;
/** A claim that does not exist may be made beside the release. */
const CLAIM_MS = 5000;
/** A node that restarts is back within this. */
const NODE_MS = 12_000;
/** A node autoscaler's time to bring a node. */
const AUTOSCALING_MS = 300_000;

const NODE_AWAY = /not-ready|unreachable|unschedulable|network-unavailable/;
/** What the end of another pod may mend. */
const ROOM = /Insufficient |free ports|anti-affinity|Too many pods/;

/** What is known around a pod without a node. */
export interface SchedulingFacts {
  /** When that was first seen. */
  since: number;
  /** Until when other pods of the namespace may be ending; undefined when none is. */
  leavingUntil: number | undefined;
  patience: Patience;
}

/** Explains why the scheduler found no node. Pure. */
export function explainScheduling(
  pod: string,
  message: string,
  { since, leavingUntil, patience }: SchedulingFacts,
): Finding {
  const at = { object: `Pod/${pod}` };
  const said = tidy(message);
  if (/persistentvolumeclaim|volume node affinity|available persistent volumes/i.test(message)) {
    const dueAt = since + (/not found/.test(message) ? CLAIM_MS : VOLUME_MS);
    return { ...at, code: 'VolumeUnbound', message: said, hint: hintOf('VolumeUnbound'), dueAt };
  }
  const reasons = reasonsOf(said);
  if (
    /no nodes available/i.test(message) ||
    (reasons.length > 0 && reasons.every((reason) => NODE_AWAY.test(reason)))
  ) {
    return { ...at, code: 'NodeNotReady', message: said, hint: hintOf('NodeNotReady'), dueAt: since + wait(NODE_MS, patience) }; // prettier-ignore
  }
  const resources = [...new Set([...said.matchAll(/Insufficient ([\w/-]+(?:\.[\w/-]+)*)/g)].map(([, name]) => name))];
  const settled = since + wait(SETTLE_MS, patience);
  return {
    ...at,
    code: 'Unschedulable',
    message: resources.length ? `no node has enough ${resources.join(' and ')}: ${said}` : said,
    hint: resources.length
      ? `Ask for less ${resources[0]} (resources.requests), or make room.`
      : 'Its node selector, affinity, tolerations or ports fit no node.',
    dueAt: ROOM.test(said) ? Math.max(settled, leavingUntil ?? 0) : settled,
  };
}

/** The scheduler's reasons: what follows `0/3 nodes are available:`, without the numbers of nodes. */
function reasonsOf(said: string): string[] {
  const list = said.split(/nodes are available:/)[1] ?? '';
  return list.split(/,\s*(?=\d+ )/).map((reason) => reason.trim().replace(/\.$/, '')).filter((reason) => reason !== ''); // prettier-ignore
}

function wait(ms: number, { autoscaling }: Patience): number {
  return autoscaling ? AUTOSCALING_MS : ms;
}

function tidy(message: string): string {
  return message.replace(/\s*(no new claims to deallocate|preemption:).*$/s, '').trim();
}
