import type { ContainerFacts } from './explain-container.ts';
import type { Finding, Patience } from './finding.ts';
import type { EventView, Probe, Terminated } from './pod-types.ts';
import { eventCount } from './pod-types.ts';

/** After it has started, this many readiness failures in a row are a failure. */
const FAILURES = 3;
/** Room for the kubelet to tell of a probe. */
const MARGIN_MS = 2000;

/**
 * What a container's probes say. A startup probe within its own budget is slow, not failed; when it runs
 * out the kubelet kills the container, and that is what counts. Pure.
 */
export function explainProbe(
  facts: ContainerFacts,
  patience: Patience,
  last: Terminated | undefined,
): Finding | undefined {
  const { status, events, now } = facts;
  const killed = last && (status.restartCount ?? 0) > 0 && !(status.ready && status.state?.running);
  if (killed && wasKilledBy('startup', facts)) return killedBy('Startup', facts);
  if (killed && wasKilledBy('liveness', facts)) return killedBy('Liveness', facts);
  if (!status.state?.running || status.ready || facts.isInit) return undefined;
  if (facts.spec?.startupProbe && status.started !== true) return undefined;
  const probe = facts.spec?.readinessProbe;
  const failures = events.filter((event) => isProbeEvent(event, 'Readiness', status.name));
  const count = failures.reduce((sum, event) => sum + eventCount(event), 0);
  const since = facts.runningSince ?? now;
  const said = answerOf(failures);
  const finding = (dueAt: number): Finding => ({
    object: `Pod/${facts.pod}`,
    container: status.name,
    code: said ? 'ReadinessProbeFailed' : 'NotReady',
    message: said ? `its readiness probe${describe(probe)} fails: ${said}` : 'it runs but does not become Ready',
    hint: said
      ? 'Correct the probe, or find out from the log why the service is not ready.'
      : 'Its log may say what it waits for.',
    dueAt,
    log: { pod: facts.pod, container: status.name, previous: false },
  });
  if (facts.spec?.startupProbe) return count >= FAILURES ? finding(now) : undefined;
  const probesMs = ((probe?.initialDelaySeconds ?? 0) + (probe?.periodSeconds ?? 10)) * 1000 + MARGIN_MS;
  return probe ? finding(since + Math.max(patience.patienceMs, probesMs)) : undefined;
}

/** What is to be said of a container that the kubelet killed for a probe. Pure. */
export function killedBy(
  which: 'Startup' | 'Liveness',
  facts: Pick<ContainerFacts, 'pod' | 'status' | 'spec' | 'events' | 'now'>,
): Finding {
  const { status, spec, pod, events, now } = facts;
  const probe = which === 'Startup' ? spec?.startupProbe : spec?.livenessProbe;
  const said = answerOf(events.filter((event) => isProbeEvent(event, which, status.name)));
  return {
    object: `Pod/${pod}`,
    container: status.name,
    code: which === 'Startup' ? 'StartupProbeFailed' : 'LivenessProbeFailed',
    message: `its ${which.toLowerCase()} probe${describe(probe)} failed until the kubelet killed it${said ? `: ${said}` : ''}`,
    hint:
      which === 'Startup'
        ? 'Correct the probe, give it a larger budget (failureThreshold x periodSeconds), or find out from the log what is slow.'
        : 'A liveness probe must not depend on others; correct it, or find out from the log what hangs.',
    dueAt: now,
    log: { pod, container: status.name, previous: true },
  };
}

function wasKilledBy(probe: 'startup' | 'liveness', { events, status }: ContainerFacts): boolean {
  return events.some(
    ({ reason, message }) =>
      reason === 'Killing' && message?.includes(`Container ${status.name} failed ${probe} probe`),
  );
}

function isProbeEvent({ reason, message, involvedObject }: EventView, which: string, container: string): boolean {
  if (reason !== 'Unhealthy' || !message?.startsWith(`${which} probe`)) return false;
  const path = involvedObject?.fieldPath;
  return !path || path.includes(`{${container}}`);
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
