import type { KubeObject, Snapshot } from '@slipway/contracts';
import { hintOf } from '@slipway/contracts';
import { workloadState } from '../live/workload-state.ts';
import { eventsOf } from './events-of.ts';
import { explainClaims } from './explain-claims.ts';
import { explainPod } from './explain-pod.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { Finding, Patience } from './finding.ts';
import { leavingUntil } from './leaving-until.ts';
import { newestPods, newestReplicaSet, ownedBy } from './pods-of.ts';

/** A refusal may pass when a leaving pod gives back its share. */
const REFUSAL_SETTLE_MS = 2000;
/** The account `default` of a new namespace, and a webhook that is being started, take a moment. */
const PASSING_REFUSAL_MS = 10_000;
const PASSING_REFUSAL = /serviceaccount "default" not found|failed calling webhook/i;

/** What one try of a Job shows; the next may go well. */
const PER_TRY = new Set<string>(['CrashAtStart', 'CrashLoop', 'OutOfMemory', 'PodEvicted', 'ReadinessProbeFailed', 'NotReady']); // prettier-ignore

/** All that is wrong with one workload. Pure. */
export function explainWorkload(workload: KubeObject, snapshot: Snapshot, patience: Patience): Finding[] {
  const state = workloadState(workload);
  if (state.isReady) return [];
  if (!isObserved(workload)) return []; // Its controller has not seen the new spec: the pods are those of the old one.
  const all = newestPods(workload, snapshot);
  const pods = all.filter(({ metadata }) => !metadata.deletionTimestamp);
  const findings = pods.flatMap((pod) => explainOnePod(pod, snapshot, patience) ?? []);
  if (state.hasFailed) return [jobFailed(workload, findings[0], snapshot, patience)];
  // A Job has its own budget of tries; only what no try can mend counts before it is used up.
  const counted = workload.kind === 'Job' ? findings.filter(({ code }) => !PER_TRY.has(code)) : findings;
  const refusals = pods.length < state.wanted ? explainRefusals(workload, snapshot) : [];
  return [...explainClaims(all, snapshot), ...counted, ...refusals, ...explainPause(workload, snapshot)];
}

/** One pod with its events. Pure. */
export function explainOnePod(pod: KubeObject, snapshot: Snapshot, patience: Patience): Finding | undefined {
  const { now, firstSeen, failuresWhenReady } = snapshot;
  const events = eventsOf(pod, snapshot);
  return explainPod({ pod, events, now, firstSeen, failuresWhenReady, leavingUntil: leavingUntil(snapshot) }, patience);
}

function isObserved({ kind, metadata, status }: KubeObject): boolean {
  if (kind !== 'Deployment' && kind !== 'StatefulSet') return true;
  const { observedGeneration = 0 } = (status ?? {}) as { observedGeneration?: number };
  return observedGeneration >= (metadata.generation ?? 0);
}

/** A paused Deployment makes no new pods, however long one waits. */
function explainPause({ kind, metadata, spec }: KubeObject, { firstSeen, now }: Snapshot): Finding[] {
  if (kind !== 'Deployment' || (spec as { paused?: boolean } | undefined)?.paused !== true) return [];
  const since = firstSeen[`${metadata.uid}/paused`] ?? now;
  const message = 'it is paused (spec.paused), so Kubernetes makes no new pods';
  return [{ code: 'RolloutPaused', object: `Deployment/${metadata.name}`, message, hint: hintOf('RolloutPaused'), dueAt: since + REFUSAL_SETTLE_MS }]; // prettier-ignore
}

function explainRefusals(workload: KubeObject, snapshot: Snapshot): Finding[] {
  const creator = workload.kind === 'Deployment' ? newestReplicaSet(workload, snapshot.replicaSets) : workload;
  if (!creator) return [];
  const failed = eventsOf(creator, snapshot).filter(({ reason }) => reason === 'FailedCreate').at(-1); // prettier-ignore
  if (!failed) return [];
  const said = failed.message ?? '';
  const since = snapshot.firstSeen[`${creator.metadata.uid}/refused`] ?? snapshot.now;
  const dueAt = since + (PASSING_REFUSAL.test(said) ? PASSING_REFUSAL_MS : REFUSAL_SETTLE_MS);
  return [{ object: `${creator.kind}/${creator.metadata.name}`, ...explainRefusal(said), dueAt }];
}

function jobFailed(job: KubeObject, finding: Finding | undefined, snapshot: Snapshot, patience: Patience): Finding {
  const pods = ownedBy(snapshot.pods, job.metadata.uid);
  const own = finding ?? pods.flatMap((pod) => explainOnePod(pod, snapshot, patience) ?? [])[0];
  const conditions = (job.status as { conditions?: { type: string; message?: string }[] } | undefined)?.conditions;
  const said = conditions?.find(({ type }) => type === 'Failed')?.message ?? 'it failed';
  return {
    code: 'JobFailed',
    object: own?.object ?? `Job/${job.metadata.name}`,
    ...(own?.container ? { container: own.container } : {}),
    message: `Job ${job.metadata.name}: ${own ? own.message : said}`,
    hint: own?.hint ?? hintOf('JobFailed'),
    dueAt: snapshot.now,
    ...(own?.log ? { log: own.log } : {}),
  };
}
