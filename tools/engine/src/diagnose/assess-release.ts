import type { Snapshot } from '@slipway/contracts';
import { workloadState } from '../live/workload-state.ts';
import { eventsOf } from './events-of.ts';
import { explainLiveness, isOnTrial } from './explain-liveness.ts';
import { earliest } from './explain-pod.ts';
import { explainWorkload } from './explain-workload.ts';
import type { Finding, Patience } from './finding.ts';
import { isSettling } from './is-settling.ts';
import { newestPods } from './pods-of.ts';

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
