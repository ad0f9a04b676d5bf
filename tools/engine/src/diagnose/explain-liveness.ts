import type { KubeObject, Snapshot } from '@slipway/contracts';
import { killedBy } from './explain-probe.ts';
import type { Finding } from './finding.ts';
import type { EventView, Probe } from './pod-types.ts';
import { asPod } from './pod-types.ts';

/** The kubelet asks a started container at once (pkg/kubelet/prober/worker.go); this is room for its answer to arrive. */
const FIRST_ANSWER_MS = 2000;
/** A probe that is first asked later than this is not waited for. */
const LONGEST_DELAY_MS = 5000;
/** Kubernetes' defaults of a probe. */
const PERIOD_SECONDS = 10;
const FAILURES = 3;

/** Key of the moment when an event told of a liveness probe that fails, or has killed. Undefined for other events. Pure. */
export function livenessKey({ reason, message, involvedObject }: EventView): string | undefined {
  const uid = involvedObject?.uid;
  if (!uid) return undefined;
  if (reason === 'Unhealthy' && message?.startsWith('Liveness probe')) return `${uid}/liveness-failed`;
  return reason === 'Killing' && message?.includes('failed liveness probe') ? `${uid}/liveness-killed` : undefined;
}

/**
 * Whether a Ready pod may still be killed by its liveness probe: it has not been asked yet, or it fails and
 * its budget has not run out. Pure.
 */
export function isOnTrial(pod: KubeObject, { now, firstSeen }: Pick<Snapshot, 'now' | 'firstSeen'>): boolean {
  const { name, uid = name } = pod.metadata;
  const probes = (asPod(pod).spec?.containers ?? []).flatMap(({ livenessProbe }) => livenessProbe ?? []);
  if (probes.length === 0 || pod.metadata.deletionTimestamp) return false;
  const failingSince = firstSeen[`${uid}/liveness-failed`];
  if (failingSince !== undefined) return now - failingSince < Math.max(...probes.map(budgetMs));
  const delays = probes.map(({ initialDelaySeconds = 0 }) => initialDelaySeconds * 1000);
  const delay = Math.max(0, ...delays.filter((ms) => ms <= LONGEST_DELAY_MS));
  return now - (firstSeen[`${uid}/ready`] ?? now) < delay + FIRST_ANSWER_MS;
}

/** A container that its liveness probe has killed while it was watched, though it may be up again. Pure. */
export function explainLiveness(
  pod: KubeObject,
  events: readonly EventView[],
  { now, firstSeen }: Pick<Snapshot, 'now' | 'firstSeen'>,
): Finding | undefined {
  const { name, uid = name } = pod.metadata;
  if (firstSeen[`${uid}/liveness-killed`] === undefined) return undefined;
  const { spec = {}, status = {} } = asPod(pod);
  const container = (status.containerStatuses ?? []).find((one) =>
    events.some((event) => livenessKey(event)?.endsWith('killed') && event.message?.includes(`Container ${one.name} `)),
  );
  if (!container) return undefined;
  const finding = killedBy('Liveness', {
    pod: name,
    status: container,
    spec: spec.containers?.find((one) => one.name === container.name),
    events,
    now,
  });
  const hasRestarted = (container.restartCount ?? 0) > 0;
  return { ...finding, log: { pod: name, container: container.name, previous: hasRestarted } };
}

function budgetMs({ periodSeconds = PERIOD_SECONDS, failureThreshold = FAILURES }: Probe): number {
  return periodSeconds * failureThreshold * 1000 + FIRST_ANSWER_MS;
}
