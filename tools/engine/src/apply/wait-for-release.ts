import type { Cause, Clock, DeployEvent, KubeClient } from '@slipway/contracts';
import { KubeKinds } from '@slipway/contracts';
import type { WantedWorkload } from '../diagnose/assess-release.ts';
import { assessRelease, explainOnePod } from '../diagnose/assess-release.ts';
import { collectCause } from '../diagnose/collect-cause.ts';
import type { Patience } from '../diagnose/finding.ts';
import { stuckPods } from '../diagnose/stuck-pods.ts';
import type { NamespaceView } from './namespace-view.ts';

/** What waiting for one release needs. */
export interface WaitOptions extends Patience {
  release: string;
  namespace: string;
  wanted: readonly WantedWorkload[];
  view: NamespaceView;
  kube: KubeClient;
  clock: Clock;
  /** Milliseconds for all of it. */
  deadlineMs: number;
  emit: (event: DeployEvent) => void;
  secrets?: readonly string[];
  signal?: AbortSignal | undefined;
}

/** Longest time between two looks: patience may run out without any change. */
const TICK_MS = 1000;

/**
 * Waits until all workloads of a release are Ready. Gives the one cause as soon as one has failed, and
 * removes pods of an older revision that a StatefulSet would wait for in vain (it never replaces a pod
 * that is not Ready: kubernetes/kubernetes#67250). Undefined when all is Ready. Throws when `signal` aborts.
 */
export async function waitForRelease(options: WaitOptions): Promise<Cause | undefined> {
  const { view, clock, release, namespace, wanted, emit, kube, signal, secrets = [] } = options;
  const endsAt = clock.now() + options.deadlineMs;
  const shown = new Map<string, string>();
  const removed = new Set<string>();
  await view.refresh();
  for (;;) {
    signal?.throwIfAborted();
    const snapshot = view.snapshot();
    const assessment = assessRelease(wanted, snapshot, options);
    for (const { object, isReady, message } of assessment.progress) {
      if (shown.get(object) === message) continue;
      shown.set(object, message);
      emit({ type: 'object-status', release, object, status: isReady ? 'Current' : 'InProgress', message });
    }
    if (assessment.state === 'ready') return undefined;
    const { finding } = assessment;
    if (finding && assessment.state === 'failed') {
      const cause = await collectCause(finding, namespace, { kube, secrets });
      emit({ type: 'object-status', release, object: cause.object, status: 'Failed', message: cause.message });
      return cause;
    }
    for (const pod of stuckPods(wanted, snapshot)) {
      const { name, uid = name } = pod.metadata;
      const isBroken = (explainOnePod(pod, snapshot, options)?.dueAt ?? Number.POSITIVE_INFINITY) <= snapshot.now;
      if (removed.has(uid) || !isBroken) continue;
      removed.add(uid);
      await kube.delete(KubeKinds.Pod, name, namespace, { uid });
      emit({ type: 'object-status', release, object: `Pod/${name}`, status: 'Terminating', message: 'an older revision that is stuck; removed' }); // prettier-ignore
    }
    if (clock.now() >= endsAt) {
      if (finding) return collectCause(finding, namespace, { kube, secrets });
      const open = assessment.progress.find(({ isReady }) => !isReady);
      return {
        code: 'DeadlineExceeded',
        object: open?.object ?? `Release/${release}`,
        message: `not Ready after ${Math.round(options.deadlineMs / 1000)} s: ${open?.message ?? ''}.`,
        logs: [],
        hint: 'If it is merely slow, give it a startup probe with a larger budget.',
      };
    }
    await view.nextChange(Math.min(TICK_MS, Math.max((finding?.dueAt ?? endsAt) - clock.now(), 1)));
  }
}
