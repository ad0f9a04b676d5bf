import type { Cause, Clock, DesiredRelease, KubeClient, KubeObject } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { explainOnePod } from '../diagnose/explain-workload.ts';
import { collectCause } from '../diagnose/collect-cause.ts';
import { toErrorCause } from '../diagnose/error-cause.ts';
import type { Finding, Patience } from '../diagnose/finding.ts';
import { asPod } from '../diagnose/pod-types.ts';
import { ownedBy } from '../diagnose/pods-of.ts';
import { hookTypes } from '../render/normalise-objects.ts';
import { removeHooks } from './remove-hooks.ts';
import type { NamespaceView } from './namespace-view.ts';

/** What is watched while Helm runs hooks or tests. */
export interface GuardOptions {
  desired: Pick<DesiredRelease, 'name' | 'namespace' | 'objects'>;
  view: NamespaceView;
  kube: KubeClient;
  clock: Clock;
  secrets: readonly string[];
  signal: AbortSignal;
  patience: Patience;
}

const TICK_MS = 500;
/** How a hook's pod may end; Helm sees that itself, and a Job tries again. */
const ENDED = new Set<string>(['CrashAtStart', 'CrashLoop', 'OutOfMemory']);

/**
 * Runs Helm and watches the pods of the release's hooks beside it: a pod that can never start ends Helm at
 * once, where Helm alone would wait for minutes. Gives the cause; undefined when Helm ended well. Throws
 * when `signal` aborts.
 */
export async function guardHooks(
  options: GuardOptions,
  run: (signal: AbortSignal) => Promise<void>,
): Promise<Cause | undefined> {
  const { desired, kube, secrets, signal } = options;
  const hooks = desired.objects.filter((object) => hookTypes(object).length > 0);
  const ending = new AbortController();
  const settled = { is: false };
  const work = run(AbortSignal.any([signal, ending.signal])).finally(() => (settled.is = true));
  const watching = hooks.length ? watchHooks(hooks, options, settled) : Promise.resolve(undefined);
  const found = watching.then((finding) => {
    if (finding) ending.abort(new Error('a hook can never start'));
    return finding;
  });
  try {
    await work;
    await found;
    return undefined;
  } catch (error) {
    const finding = await found.catch(() => undefined);
    signal.throwIfAborted();
    const shown = finding ?? (isHookFailure(error) ? endedHook(hooks, options) : undefined);
    if (!shown) return toErrorCause(error, desired.name, secrets);
    const cause = await collectCause(shown, desired.namespace, { kube, secrets });
    // Helm was ended before it could tidy up; a pod that can never start would try for ever.
    if (finding) await removeHooks(hooks, desired.namespace, kube).catch(() => undefined);
    return ENDED.has(cause.code) ? { ...cause, code: 'HookFailed' } : cause;
  }
}

async function watchHooks(
  hooks: KubeObject[],
  options: GuardOptions,
  settled: { is: boolean },
): Promise<Finding | undefined> {
  const { view, patience } = options;
  while (!settled.is) {
    const snapshot = view.snapshot();
    for (const pod of hookPods(hooks, options)) {
      const finding = explainOnePod(pod, snapshot, patience);
      if (finding && finding.dueAt <= snapshot.now && !ENDED.has(finding.code) && finding.code !== 'NotReady')
        return finding;
    }
    await view.nextChange(TICK_MS);
  }
  return undefined;
}

/** The pod of a hook that ended badly, for its log. */
export function endedHook(
  hooks: readonly KubeObject[],
  { view, clock }: Pick<GuardOptions, 'view' | 'clock'>,
): Finding | undefined {
  for (const pod of hookPods(hooks, { view })) {
    const statuses = [
      ...(asPod(pod).status?.initContainerStatuses ?? []),
      ...(asPod(pod).status?.containerStatuses ?? []),
    ];
    const ended = statuses.find(({ state }) => (state?.terminated?.exitCode ?? 0) !== 0);
    if (!ended) continue;
    return {
      code: 'HookFailed',
      object: `Pod/${pod.metadata.name}`,
      container: ended.name,
      message: `it ended with exit code ${ended.state?.terminated?.exitCode}`,
      hint: 'Its log says why.',
      dueAt: clock.now(),
      log: { pod: pod.metadata.name, container: ended.name, previous: false },
    };
  }
  return undefined;
}

/** Pods that hooks are, or that their Jobs made; ended ones included. */
function hookPods(hooks: readonly KubeObject[], { view }: { view: NamespaceView }): KubeObject[] {
  const { pods, workloads } = view.snapshot();
  return hooks.flatMap(({ kind, metadata }) => {
    if (kind === 'Pod') return pods.filter((pod) => pod.metadata.name === metadata.name);
    const job = workloads.find((workload) => workload.kind === kind && workload.metadata.name === metadata.name);
    return job ? ownedBy(pods, job.metadata.uid) : [];
  });
}

function isHookFailure(error: unknown): boolean {
  return error instanceof SlipwayError && error.code === 'HookFailed';
}
