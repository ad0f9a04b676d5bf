import type { Finding, Patience } from './finding.ts';
import { explainImage, isImageReason } from './explain-image.ts';
import { explainConfig } from './explain-config.ts';
import { explainProbe } from './explain-probe.ts';
import type { ContainerSpec, ContainerStatus, EventView, Terminated } from './pod-types.ts';

/** One container with what is known of it. */
export interface ContainerFacts {
  pod: string;
  restartPolicy: string;
  spec: ContainerSpec | undefined;
  status: ContainerStatus;
  isInit: boolean;
  /** Events of the pod. */
  events: readonly EventView[];
  now: number;
  /** When the present run of the container was first seen running, by the clock of `now`. */
  runningSince: number | undefined;
}

/** A container that ends sooner than this never did its work. */
const START_MS = 10_000;
/** Exit code of a program whose settings are wrong (sysexits.h). */
const EX_CONFIG = 78;

/** What is wrong with one container; undefined while nothing is. Pure; the first matching line wins. */
export function explainContainer(facts: ContainerFacts, patience: Patience): Finding | undefined {
  const { status, pod, now } = facts;
  const waiting = status.state?.waiting;
  const reason = waiting?.reason ?? '';
  const message = waiting?.message ?? '';
  const at = { object: `Pod/${pod}`, container: status.name };
  const last = status.state?.terminated ?? status.lastState?.terminated;
  const text = `${message} ${last?.message ?? ''}`;

  if (/exec format error/i.test(text)) {
    return { ...at, code: 'WrongArchitecture', message: 'the program is made for another processor architecture', hint: 'Build the image for the architecture of the nodes.', dueAt: now }; // prettier-ignore
  }
  if (isImageReason(reason)) {
    const fault = explainImage(reason, `${message} ${pullFailures(facts)}`);
    const isSecondTry = reason.endsWith('BackOff');
    const shown = firstSentence(bestPullMessage(facts, message));
    return {
      ...at,
      code: fault.code,
      message: `image ${facts.spec?.image ?? status.image ?? ''}: ${shown}`,
      hint: fault.hint,
      dueAt: fault.isPassing && !isSecondTry ? now + START_MS : now,
    };
  }
  const configFault = explainConfig(reason, message);
  if (configFault) return { ...at, ...configFault, dueAt: now };
  if (last?.reason === 'OOMKilled') return outOfMemory(facts, last);
  return explainProbe(facts, patience, last) ?? explainCrash(facts, last);
}

function outOfMemory(facts: ContainerFacts, last: Terminated): Finding | undefined {
  if (facts.status.ready && facts.status.state?.running) return undefined;
  return {
    ...place(facts),
    code: 'OutOfMemory',
    message: `it was killed for using more memory than its limit (exit code ${last.exitCode ?? 137})`,
    hint: 'Raise resources.limits.memory, or find what takes the memory.',
    dueAt: facts.now,
    log: log(facts),
  };
}

function explainCrash(facts: ContainerFacts, last: Terminated | undefined): Finding | undefined {
  const { status, restartPolicy, isInit, now } = facts;
  if (!last || (last.exitCode === 0 && (isInit || restartPolicy !== 'Always'))) return undefined;
  const isRunningAgain = status.state?.running !== undefined;
  const isBackingOff = status.state?.waiting?.reason === 'CrashLoopBackOff';
  const hasEndedForGood = status.state?.terminated !== undefined && restartPolicy === 'Never';
  const restarts = status.restartCount ?? 0;
  // One crash may be bad luck (a database that was not up yet); the kubelet tries again at once. "Unknown" is
  // no crash at all: the container ended together with its node, however often that has happened.
  if (!isBackingOff && !hasEndedForGood && (restarts < 2 || last.reason === 'Unknown')) return undefined;
  if (isRunningAgain && status.ready) return undefined;
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
    : 'Its log says why.';
}

function pullFailures({ events }: ContainerFacts): string {
  return events
    .filter(({ reason, message }) => reason === 'Failed' && /pull/i.test(message ?? ''))
    .map(({ message }) => message)
    .join(' ');
}

/** While backing off the kubelet only says "Back-off pulling image"; the event before it says why. */
function bestPullMessage({ events }: ContainerFacts, message: string): string {
  const failed = events.filter(({ reason, message: said }) => reason === 'Failed' && /pull/i.test(said ?? '')).at(-1);
  return /^Back-off/.test(message) && !/:.*:/.test(message) && failed?.message ? failed.message : message;
}

function place({ pod, status }: ContainerFacts) {
  return { object: `Pod/${pod}`, container: status.name };
}

function log({ pod, status }: ContainerFacts): NonNullable<Finding['log']> {
  const isOver = status.state?.running === undefined && status.state?.terminated === undefined;
  return { pod, container: status.name, previous: isOver || status.state?.running !== undefined };
}

function firstSentence(text: string): string {
  const line = text.trim().split('\n')[0] ?? '';
  return line.length > 400 ? `${line.slice(0, 400)}…` : line;
}
