import type { KubeObject, Snapshot } from '@slipway/contracts';
import { hintOf } from '@slipway/contracts';
import { workloadState } from '../live/workload-state.ts';
import { explainLiveness, isOnTrial } from './explain-liveness.ts';
import { earliest, explainPod, isSettling } from './explain-pod.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { Finding, Patience } from './finding.ts';
import type { EventView } from './pod-types.ts';
import { asEvent } from './pod-types.ts';
import { newestPods, newestReplicaSet, ownedBy } from './pods-of.ts';

/** Where a release stands. */
export interface Assessment {
  state: 'ready' | 'waiting' | 'failed';
  /** The fault that is, or will be, the failure. */
  finding?: Finding;
  /** One line per workload: `Deployment/web: 1 of 2 pods ready`. */
  progress: { object: string; isReady: boolean; message: string }[];
}

/** A workload that is wanted, live or not. */
export interface WantedWorkload {
  kind: string;
  name: string;
}

/** A refusal may pass when a leaving pod gives back its share. */
const REFUSAL_SETTLE_MS = 2000;
const CLAIM_SETTLE_MS = 5000;

/**
 * Where a release stands: all of it Ready, on its way, or failed for one cause. Pure: reads nothing but
 * the snapshot, so that every fault can be recorded once and tested for ever.
 */
export function assessRelease(wanted: readonly WantedWorkload[], snapshot: Snapshot, patience: Patience): Assessment {
  const pairs = wanted.map((want) => ({
    want,
    live: snapshot.workloads.find(({ kind, metadata }) => kind === want.kind && metadata.name === want.name),
  }));
  const progress = pairs.map(({ want, live }) => {
    const state = live && workloadState(live);
    return {
      object: `${want.kind}/${want.name}`,
      isReady: state?.isReady ?? false,
      message: state?.message ?? 'not there yet',
    };
  });
  if (progress.every(({ isReady }) => isReady)) {
    const serving = pairs.filter(({ want }) => want.kind !== 'Job');
    const pods = serving.flatMap(({ live }) => (live ? newestPods(live, snapshot) : []));
    const killed = pods.flatMap((pod) => explainLiveness(pod, eventsOf(pod, snapshot), snapshot) ?? [])[0];
    if (killed) return { state: 'failed', finding: killed, progress };
    const isOpen = pods.some((pod) => isSettling(pod, snapshot) || isOnTrial(pod, snapshot));
    return { state: isOpen ? 'waiting' : 'ready', progress };
  }
  const findings = pairs.flatMap(({ live }) => (live ? explainWorkload(live, snapshot, patience) : []));
  const finding = earliest(findings);
  if (!finding) return { state: 'waiting', progress };
  return { state: finding.dueAt <= snapshot.now ? 'failed' : 'waiting', finding, progress };
}

/** All that is wrong with one workload. Pure. */
export function explainWorkload(workload: KubeObject, snapshot: Snapshot, patience: Patience): Finding[] {
  const state = workloadState(workload);
  if (state.isReady) return [];
  const pods = newestPods(workload, snapshot).filter(({ metadata }) => !metadata.deletionTimestamp);
  const findings = pods.flatMap((pod) => explainOnePod(pod, snapshot, patience) ?? []);
  const claims = explainClaims(workload, snapshot);
  if (state.hasFailed) return [jobFailed(workload, findings[0], snapshot, patience)];
  // A Job has its own budget of tries; only what no try can mend counts before it is used up.
  const counted = workload.kind === 'Job' ? findings.filter(({ code }) => !PER_TRY.has(code)) : findings;
  const refusals = pods.length < state.wanted ? explainRefusals(workload, snapshot) : [];
  return [...claims, ...counted, ...refusals, ...explainPause(workload, snapshot)];
}

const PER_TRY = new Set<string>([
  'CrashAtStart',
  'CrashLoop',
  'OutOfMemory',
  'PodEvicted',
  'ReadinessProbeFailed',
  'NotReady',
]);

/** One pod with its events. */
export function explainOnePod(pod: KubeObject, snapshot: Snapshot, patience: Patience): Finding | undefined {
  return explainPod(
    {
      pod,
      events: eventsOf(pod, snapshot),
      now: snapshot.now,
      firstSeen: snapshot.firstSeen,
      isLeaving: snapshot.pods.some(({ metadata }) => metadata.deletionTimestamp !== undefined),
    },
    patience,
  );
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
  const refusal = explainRefusal(failed.message ?? '');
  const since = snapshot.firstSeen[`${creator.metadata.uid}/refused`] ?? snapshot.now;
  return [{ object: `${creator.kind}/${creator.metadata.name}`, ...refusal, dueAt: since + REFUSAL_SETTLE_MS }];
}

function explainClaims(workload: KubeObject, snapshot: Snapshot): Finding[] {
  const pods = newestPods(workload, snapshot);
  const names = new Set(pods.flatMap(claimNames));
  return snapshot.claims.flatMap((claim) => {
    const { name, uid } = claim.metadata;
    if (!names.has(name) || (claim.status as { phase?: string } | undefined)?.phase !== 'Pending') return [];
    const failed = eventsOf(claim, snapshot).filter(({ reason }) => reason === 'ProvisioningFailed' || reason === 'FailedBinding').at(-1); // prettier-ignore
    if (!failed) return [];
    const since = snapshot.firstSeen[`${uid}/unbound`] ?? snapshot.now;
    return [{
      object: `PersistentVolumeClaim/${name}`, code: 'VolumeUnbound' as const, message: failed.message ?? 'it is not bound',
      hint: 'Check its storage class and size, and that the provisioner runs.', dueAt: since + CLAIM_SETTLE_MS,
    }]; // prettier-ignore
  });
}

function claimNames(pod: KubeObject): string[] {
  const volumes = (pod.spec as { volumes?: { persistentVolumeClaim?: { claimName?: string } }[] } | undefined)?.volumes;
  return (volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
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
    hint: own?.hint ?? 'The log of its last pod says why.',
    dueAt: snapshot.now,
    ...(own?.log ? { log: own.log } : {}),
  };
}

/** Events about one object, oldest first. */
export function eventsOf(object: KubeObject, { events }: Pick<Snapshot, 'events'>): EventView[] {
  return events
    .map(asEvent)
    .filter(({ involvedObject }) => involvedObject?.uid === object.metadata.uid)
    .sort((a, b) => time(a) - time(b));
}

function time({ lastTimestamp, eventTime, firstTimestamp }: EventView): number {
  return Date.parse(lastTimestamp ?? eventTime ?? firstTimestamp ?? '') || 0;
}
