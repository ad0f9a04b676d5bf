import type { CauseCode } from '@slipway/contracts';
import { hintOf } from '@slipway/contracts';
import type { ContainerFacts } from './explain-container.ts';
import type { Finding, Patience } from './finding.ts';
import type { EventView, Probe, Terminated } from './pod-types.ts';
import { eventCount } from './pod-types.ts';

/** After it has started, this many readiness failures in a row are a failure. */
const FAILURES = 3;
/** Room for the kubelet to tell of a probe. */
const MARGIN_MS = 2000;
/** The kubelet tells 25 events of a pod, then one in five minutes (client-go tools/record, EventSourceObjectSpamFilter). */
const TOLD_EVENTS = 20;
/** Kubernetes' defaults of a probe. */
const PERIOD_SECONDS = 10;

/**
 * What a container's probes say. A startup probe within its own budget is slow, not failed; when it runs
 * out the kubelet kills the container, and that is what counts. Pure.
 */
export function explainProbe(
  facts: ContainerFacts,
  patience: Patience,
  last: Terminated | undefined,
): Finding | undefined {
  const { status, spec } = facts;
  const isUp = status.ready === true && status.state?.running !== undefined;
  if (!isUp && wasKilledBy('startup', facts)) return killedBy('Startup', facts);
  if (!isUp && wasKilledBy('liveness', facts)) return killedBy('Liveness', facts);
  if (!isUp && usedUpStartup(facts, last)) return killedBy('Startup', facts);
  if (!status.state?.running || status.ready || facts.isInit) return undefined;
  if (spec?.startupProbe && status.started !== true) return undefined;
  return explainReadiness(facts, patience);
}

/** A started container that is not Ready. */
function explainReadiness(facts: ContainerFacts, patience: Patience): Finding | undefined {
  const { status, events, now, spec } = facts;
  const probe = spec?.readinessProbe;
  const failures = events.filter((event) => isProbeEvent(event, 'Readiness', status.name));
  const count = countOf(failures) - (facts.failuresWhenReady ?? 0);
  const said = answerOf(failures);
  const finding = (dueAt: number): Finding => {
    const code: CauseCode = said ? 'ReadinessProbeFailed' : 'NotReady';
    return {
      object: `Pod/${facts.pod}`,
      container: status.name,
      code,
      message: said ? `its readiness probe${describe(probe)} fails: ${said}` : 'it runs but does not become Ready',
      hint: hintOf(code),
      dueAt,
      log: { pod: facts.pod, container: status.name, previous: false },
    };
  };
  if (!probe) return undefined;
  const { initialDelaySeconds = 0, periodSeconds = PERIOD_SECONDS, timeoutSeconds = 1 } = probe;
  if (spec?.startupProbe) {
    if (count >= FAILURES) return finding(now);
    // A long startup has used up what the kubelet may tell of the pod: only then is it the time that counts.
    const isMute = countOf(events) >= TOLD_EVENTS;
    const ms = (initialDelaySeconds + FAILURES * (periodSeconds + timeoutSeconds)) * 1000 + MARGIN_MS;
    return isMute ? finding((facts.startedSince ?? now) + Math.max(patience.patienceMs, ms)) : undefined;
  }
  const onceMs = (initialDelaySeconds + periodSeconds + timeoutSeconds) * 1000 + MARGIN_MS;
  return finding((facts.runningSince ?? now) + Math.max(patience.patienceMs, onceMs));
}

/** Readiness failures that the kubelet has told of one container. Pure. */
export function readinessFailures(events: readonly EventView[], container: string): number {
  return countOf(events.filter((event) => isProbeEvent(event, 'Readiness', container)));
}

/** What is to be said of a container that the kubelet killed for a probe. Pure. */
export function killedBy(
  which: 'Startup' | 'Liveness',
  facts: Pick<ContainerFacts, 'pod' | 'status' | 'spec' | 'events' | 'now'>,
): Finding {
  const { status, spec, pod, events, now } = facts;
  const probe = which === 'Startup' ? spec?.startupProbe : spec?.livenessProbe;
  const said = answerOf(events.filter((event) => isProbeEvent(event, which, status.name)));
  const code: CauseCode = which === 'Startup' ? 'StartupProbeFailed' : 'LivenessProbeFailed';
  return {
    object: `Pod/${pod}`,
    container: status.name,
    code,
    message: `its ${which.toLowerCase()} probe${describe(probe)} failed until the kubelet killed it${said ? `: ${said}` : ''}`,
    hint: hintOf(code),
    dueAt: now,
    // While it is being killed the run that failed is still the present one.
    log: { pod, container: status.name, previous: (status.restartCount ?? 0) > 0 },
  };
}

function wasKilledBy(probe: 'startup' | 'liveness', { events, status }: ContainerFacts): boolean {
  return events.some(
    ({ reason, message }) =>
      reason === 'Killing' && message?.includes(`Container ${status.name} failed ${probe} probe`),
  );
}

/** Killed for its startup probe when the kubelet could not tell so any more: ended by a signal once its budget was over. */
function usedUpStartup({ spec, status, events }: ContainerFacts, last: Terminated | undefined): boolean {
  const probe = spec?.startupProbe;
  if (!probe || !last || status.started === true || countOf(events) < TOLD_EVENTS) return false;
  const { initialDelaySeconds = 0, periodSeconds = PERIOD_SECONDS, failureThreshold = FAILURES } = probe;
  const ranMs = Date.parse(last.finishedAt ?? '') - Date.parse(last.startedAt ?? '');
  return (last.exitCode ?? 0) !== 0 && ranMs >= (initialDelaySeconds + periodSeconds * (failureThreshold - 1)) * 1000;
}

function isProbeEvent({ reason, message, involvedObject }: EventView, which: string, container: string): boolean {
  if (reason !== 'Unhealthy' || !message?.startsWith(`${which} probe`)) return false;
  const path = involvedObject?.fieldPath;
  return !path || path.includes(`{${container}}`);
}

function countOf(events: readonly EventView[]): number {
  return events.reduce((sum, event) => sum + eventCount(event), 0);
}

function answerOf(failures: readonly EventView[]): string | undefined {
  const newest = [...failures].sort((a, b) => timeOf(a) - timeOf(b)).at(-1);
  return newest?.message?.replace(/^\w+ probe (failed|errored)( and resulted in unknown state)?:\s*/, '').trim().slice(0, 300); // prettier-ignore
}

function timeOf({ lastTimestamp, eventTime }: EventView): number {
  return Date.parse(lastTimestamp ?? eventTime ?? '') || 0;
}

function describe(probe: Probe | undefined): string {
  if (probe?.httpGet) return ` (GET ${probe.httpGet.path ?? '/'} on port ${probe.httpGet.port ?? ''})`;
  if (probe?.tcpSocket) return ` (TCP port ${probe.tcpSocket.port ?? ''})`;
  if (probe?.exec) return ` (${(probe.exec.command ?? []).join(' ').slice(0, 120)})`;
  return probe?.grpc ? ` (gRPC port ${probe.grpc.port ?? ''})` : '';
}
