import type { ContainerFacts } from './explain-container.ts';
import { explainImage } from './explain-image.ts';
import type { Finding } from './finding.ts';
import { firstSentence } from './first-sentence.ts';
import type { EventView } from './pod-types.ts';
import { eventCount } from './pod-types.ts';

/** A little more than the kubelet waits before it pulls for the second time (10 s). */
const SECOND_PULL_MS = 11_000;

/** What is wrong with the image of a container that waits for it. Pure. */
export function explainPull(facts: ContainerFacts, reason: string, message: string): Finding {
  const { pod, status, spec, now, pullFailedSince = now } = facts;
  const failures = pullFailures(facts);
  const fault = explainImage(reason, `${message} ${failures.map((event) => event.message).join(' ')}`);
  const hasFailedTwice = failures.reduce((sum, event) => sum + eventCount(event), 0) >= 2;
  // While backing off the kubelet may only say "Back-off pulling image"; the event before it says why.
  const isBare = /^Back-off/.test(message) && !/:.*:/.test(message);
  const shown = firstSentence((isBare && failures.at(-1)?.message) || message);
  return {
    object: `Pod/${pod}`,
    container: status.name,
    code: fault.code,
    message: `image ${spec?.image ?? status.image ?? ''}: ${shown}`,
    hint: fault.hint,
    dueAt: fault.isPassing && !hasFailedTwice ? pullFailedSince + SECOND_PULL_MS : now,
  };
}

function pullFailures({ events }: ContainerFacts): EventView[] {
  return events.filter(({ reason, message }) => reason === 'Failed' && /pull/i.test(message ?? ''));
}
