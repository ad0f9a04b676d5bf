import type { Cause, Clock, DeployEvent, KubeClient, Snapshot } from '@slipway/contracts';
import { hintOf, KubeKinds } from '@slipway/contracts';
import type { Assessment, WantedWorkload } from '../diagnose/assess-release.ts';
import { assessRelease } from '../diagnose/assess-release.ts';
import { collectCause } from '../diagnose/collect-cause.ts';
import { explainOnePod } from '../diagnose/explain-workload.ts';
import type { Finding, Patience } from '../diagnose/finding.ts';
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
/** Shortest: judging reads everything again. */
const PAUSE_MS = 100;
/** The kubelet's time to tell what it could not tell while the API server was away (it tries every 10 s). */
const RESUMED_MS = 11_000;
/** Reading takes longer than this while the server is away, or under a heavy load. */
const READING_MS = 3000;

/**
 * Waits until all workloads of a release are Ready. Gives the one cause as soon as one has failed, and
 * removes pods of an older revision that a StatefulSet would wait for in vain (it never replaces a pod
 * that is not Ready: kubernetes/kubernetes#67250). Undefined when all is Ready. Throws when `signal` aborts.
 */
export async function waitForRelease(options: WaitOptions): Promise<Cause | undefined> {
  const { view, clock, release, wanted, emit, signal } = options;
  const endsAt = clock.now() + options.deadlineMs;
  const shown = new Map<string, string>();
  const removed = new Set<string>();
  let heldUntil: number | undefined;
  await view.refresh(wanted.map(({ kind }) => kind));
  for (;;) {
    signal?.throwIfAborted();
    for (const { kind } of wanted) throwIfRefused(view, kind);
    const snapshot = view.snapshot();
    const assessment = assessRelease(wanted, snapshot, options);
    for (const { object, isReady, message } of assessment.progress) {
      if (shown.get(object) === message) continue;
      shown.set(object, message);
      emit({ type: 'object-status', release, object, status: isReady ? 'Current' : 'InProgress', message });
    }
    if (assessment.state === 'ready') return undefined;
    const judgesFrom = Math.max(heldUntil ?? 0, (snapshot.resumedAt ?? -RESUMED_MS) + RESUMED_MS);
    if (assessment.state === 'failed' && judgesFrom <= snapshot.now) {
      const { finding, readMs } = await confirm(options);
      // Once: a server that is always slow must not put the verdict off for ever.
      if (readMs > READING_MS && heldUntil === undefined) heldUntil = clock.now() + RESUMED_MS;
      else if (finding) {
        const cause = await toCause(finding, options);
        emit({ type: 'object-status', release, object: cause.object, status: 'Failed', message: cause.message });
        return cause;
      }
    }
    await removeStuckPods(options, snapshot, removed);
    const { finding } = assessment;
    if (clock.now() >= endsAt) return finding ? toCause(finding, options) : deadlineExceeded(options, assessment);
    await view.nextChange(Math.min(TICK_MS, Math.max((finding?.dueAt ?? endsAt) - clock.now(), PAUSE_MS)));
  }
}

/** Whether it has still failed by what the API server says now: watches are behind each other, and more so after an outage. */
async function confirm({ view, wanted, clock, ...patience }: WaitOptions) {
  const askedAt = clock.now();
  await view.refresh('all');
  const snapshot = view.snapshot();
  const { state, finding } = assessRelease(wanted, snapshot, patience);
  const isAwayAgain = snapshot.resumedAt !== undefined && snapshot.resumedAt > askedAt;
  return { finding: state === 'failed' && !isAwayAgain ? finding : undefined, readMs: snapshot.now - askedAt };
}

async function removeStuckPods(options: WaitOptions, snapshot: Snapshot, removed: Set<string>): Promise<void> {
  const { wanted, kube, namespace, release, emit } = options;
  for (const pod of stuckPods(wanted, snapshot)) {
    const { name, uid = name } = pod.metadata;
    const isBroken = (explainOnePod(pod, snapshot, options)?.dueAt ?? Number.POSITIVE_INFINITY) <= snapshot.now;
    if (removed.has(uid) || !isBroken) continue;
    removed.add(uid);
    await kube.delete(KubeKinds.Pod, name, namespace, { uid });
    emit({ type: 'object-status', release, object: `Pod/${name}`, status: 'Terminating', message: 'an older revision that is stuck; removed' }); // prettier-ignore
  }
}

async function toCause(finding: Finding, options: WaitOptions): Promise<Cause> {
  const { namespace, kube, secrets = [] } = options;
  return withBlindness(await collectCause(finding, namespace, { kube, secrets }), options);
}

function deadlineExceeded(options: WaitOptions, { progress }: Assessment): Cause {
  const open = progress.find(({ isReady }) => !isReady);
  const cause: Cause = {
    code: 'DeadlineExceeded',
    object: open?.object ?? `Release/${options.release}`,
    message: `not Ready after ${Math.round(options.deadlineMs / 1000)} s: ${open?.message ?? ''}.`,
    logs: [],
    hint: hintOf('DeadlineExceeded'),
  };
  return withBlindness(cause, options);
}

/** Says what the diagnosis had to do without. */
function withBlindness(cause: Cause, { view, namespace }: WaitOptions): Cause {
  const unread = DIAGNOSED.filter(({ kind }) => view.refusalOf(kind)).map(({ plural }) => plural);
  if (unread.length === 0) return cause;
  const rights = `There is no right to list ${unread.join(', ')} in namespace ${namespace}, which might say more.`;
  return { ...cause, hint: `${cause.hint} ${rights}` };
}

const DIAGNOSED = [KubeKinds.Pod, KubeKinds.Event, KubeKinds.ReplicaSet, KubeKinds.PersistentVolumeClaim];

function throwIfRefused(view: NamespaceView, kind: string): void {
  const refusal = view.refusalOf(kind);
  if (refusal) throw refusal;
}
