import { hintOf } from '@slipway/contracts';
import type { ContainerFacts } from './explain-container.ts';
import type { Finding } from './finding.ts';
import { firstSentence } from './first-sentence.ts';
import { isBackingOff } from './is-backing-off.ts';
import type { Terminated } from './pod-types.ts';

/** A container that ends sooner than this never did its work. */
const START_MS = 4000;
/** Exit code of a program whose settings are wrong (sysexits.h). */
const EX_CONFIG = 78;

/** A container that the kernel ended for its memory limit; undefined when it is Ready again. Pure. */
export function explainOutOfMemory(facts: ContainerFacts, last: Terminated): Finding | undefined {
  if (facts.status.ready && facts.status.state?.running) return undefined;
  return {
    ...place(facts),
    code: 'OutOfMemory',
    message: `it was killed for using more memory than its limit (exit code ${last.exitCode ?? 137})`,
    hint: hintOf('OutOfMemory'),
    dueAt: facts.now,
    log: log(facts),
  };
}

/** A container that ended and should not have, or not so. Pure. */
export function explainCrash(facts: ContainerFacts, last: Terminated | undefined): Finding | undefined {
  const { status, restartPolicy, isInit, now } = facts;
  if (!last || (last.exitCode === 0 && (isInit || restartPolicy !== 'Always'))) return undefined;
  const isRunningAgain = status.state?.running !== undefined;
  const backsOff = isBackingOff(status, facts.events);
  const hasEndedForGood = status.state?.terminated !== undefined && restartPolicy === 'Never';
  const restarts = status.restartCount ?? 0;
  // One crash may be bad luck (a database that was not up yet); the kubelet tries again at once. "Unknown" is
  // no crash at all: the container ended together with its node, however often that has happened.
  if (!backsOff && !hasEndedForGood && (restarts < 2 || last.reason === 'Unknown')) return undefined;
  if (isRunningAgain && status.ready && !backsOff) return undefined;
  const ranMs = Date.parse(last.finishedAt ?? '') - Date.parse(last.startedAt ?? '');
  const isAtStart = !(ranMs >= START_MS);
  const how = last.signal ? `was ended by signal ${last.signal}` : `ended with exit code ${last.exitCode ?? 'unknown'}`;
  const where = isAtStart ? ' right after it started' : ` after ${Math.round(ranMs / 1000)} s`;
  const extra = last.message ? `: ${firstSentence(last.message)}` : '';
  return {
    ...place(facts),
    code: isAtStart ? 'CrashAtStart' : 'CrashLoop',
    message: `it ${how}${where}${restarts ? ` (restarted ${restarts} times)` : ''}${extra}`,
    hint: crashHint(last.exitCode, facts),
    dueAt: now,
    log: log(facts),
  };
}

function crashHint(exitCode: number | undefined, { isInit }: ContainerFacts): string {
  if (exitCode === EX_CONFIG) return 'Its settings are wrong: the log lists every fault.';
  if (exitCode === 0) return 'A service must keep running; for work that ends use a Job.';
  if (exitCode === 127) return 'The command does not exist in the image.';
  if (exitCode === 126) return 'The command may not be executed: check its permissions.';
  return isInit
    ? 'The init container must end well before the pod starts: its log says why it does not.'
    : hintOf('CrashAtStart');
}

function place({ pod, status }: ContainerFacts) {
  return { object: `Pod/${pod}`, container: status.name };
}

function log({ pod, status }: ContainerFacts): NonNullable<Finding['log']> {
  const isOver = status.state?.running === undefined && status.state?.terminated === undefined;
  return { pod, container: status.name, previous: isOver || status.state?.running !== undefined };
}
