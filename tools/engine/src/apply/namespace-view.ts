import type { Clock, KubeClient, KubeKind, KubeObject, Snapshot } from '@slipway/contracts';
import { KubeKinds, SlipwayError } from '@slipway/contracts';
import { eventsOf } from '../diagnose/events-of.ts';
import { livenessKey } from '../diagnose/explain-liveness.ts';
import { readinessFailures } from '../diagnose/explain-probe.ts';
import { firstSeenKeys } from '../diagnose/first-seen.ts';
import { asEvent, asPod, eventCount } from '../diagnose/pod-types.ts';
import { createObjectStore } from './object-store.ts';

/** A namespace, watched: always what the API server said last. */
export interface NamespaceView {
  snapshot(): Snapshot;
  /** Reads the workloads (of these kinds alone; `all`: everything) again, so that the snapshot is not older than this call. */
  refresh(what?: readonly string[] | 'all'): Promise<void>;
  /** Resolves at the next change, or after `ms`. Rejects when watching is not possible any more. */
  nextChange(ms: number): Promise<void>;
  /** The error `Forbidden` of a kind that may not be listed; the view does without it. */
  refusalOf(kind: string): SlipwayError | undefined;
  close(): void;
}

export interface ViewOptions {
  namespace: string;
  kube: KubeClient;
  clock: Clock;
  signal?: AbortSignal | undefined;
  /** Events of refused pods from before count too: for a diagnosis without a change. */
  withOldEvents?: boolean;
  /** Look once and do not watch. */
  once?: boolean;
}

/** Events first: what they say of a pod is needed when the pod is put. */
const SUPPORT = [KubeKinds.Event, KubeKinds.Pod, KubeKinds.ReplicaSet, KubeKinds.PersistentVolumeClaim] as const;
const WORKLOADS = [KubeKinds.Deployment, KubeKinds.StatefulSet, KubeKinds.DaemonSet, KubeKinds.Job, KubeKinds.CronJob] as const; // prettier-ignore
/** Between two lists of what may be listed but not watched. */
const POLL_MS = 2000;
/** Changes that come within this time of the last ones are told together: each telling has everybody judge anew. */
const GATHER_MS = 50;
const WOKEN = Symbol('woken');

/**
 * Lists and watches all that the diagnosis looks at. The lists are complete when this resolves. A kind that may
 * not be read is left out.
 */
export async function openNamespaceView(options: ViewOptions): Promise<NamespaceView> {
  const { namespace, kube, clock } = options;
  const ending = new AbortController();
  const signal = options.signal ? AbortSignal.any([ending.signal, options.signal]) : ending.signal;
  const store = createObjectStore();
  const firstSeen: Record<string, number> = {};
  const failuresWhenReady: Record<string, number> = {};
  const refusals = new Map<string, SlipwayError>();
  /** How often refusals of before this view had been told, by the event's uid: they count when they come again. */
  const oldRefusals = new Map<string, number>();
  let resumedAt: number | undefined;
  let failure: unknown;
  let wakers: (() => void)[] = [];

  let wokenAt = Number.NEGATIVE_INFINITY;
  let isGathering = false;

  const wakeNow = () => {
    wokenAt = clock.now();
    const now = wakers;
    wakers = [];
    for (const waker of now) waker();
  };
  const wake = async () => {
    if (isGathering) return;
    const restMs = wokenAt + GATHER_MS - clock.now();
    if (restMs > 0) {
      isGathering = true;
      await clock.sleep(Math.min(restMs, GATHER_MS));
      isGathering = false;
    }
    wakeNow();
  };
  signal.addEventListener('abort', wakeNow, { once: true });
  const isOld = (object: KubeObject) => {
    const count = oldRefusals.get(object.metadata.uid ?? '');
    return object.kind === 'Event' && count !== undefined && eventCount(asEvent(object)) <= count;
  };
  const put = (object: KubeObject) => {
    if (isOld(object)) return;
    for (const key of firstSeenKeys(object)) firstSeen[key] ??= clock.now();
    store.put(object);
    if (object.kind !== 'Pod') return;
    // Readiness failures in a row count from when a container was last Ready.
    for (const { name, ready } of asPod(object).status?.containerStatuses ?? []) {
      if (!ready) continue;
      const events = eventsOf(object, { events: store.list('Event') });
      failuresWhenReady[`${object.metadata.uid}/${name}`] = readinessFailures(events, name);
    }
  };
  /** What happens while it is watched; events of an hour ago are listed, too. */
  const seeNow = (object: KubeObject) => {
    const key = object.kind === 'Event' ? livenessKey(asEvent(object)) : undefined;
    if (key) firstSeen[key] ??= clock.now();
  };

  /** Lists one kind; undefined when that is not allowed. */
  async function read(kind: KubeKind) {
    try {
      const list = await kube.list(kind, { namespace, signal });
      refusals.delete(kind.kind);
      return list;
    } catch (error) {
      if (!isForbidden(error)) throw error;
      refusals.set(kind.kind, error);
      return undefined;
    }
  }

  /** Reads kinds and takes over what they are; gives the resource version of each that may be listed. */
  async function take(kinds: readonly KubeKind[], isFirst = false): Promise<(string | undefined)[]> {
    const lists = await Promise.all(kinds.map(read));
    return lists.map((list, index) => {
      if (!list) return undefined;
      const { items, resourceVersion } = list;
      if (isFirst && !options.withOldEvents) {
        const refused = items.filter((item) => item.kind === 'Event' && asEvent(item).reason === 'FailedCreate');
        for (const item of refused) oldRefusals.set(item.metadata.uid ?? '', eventCount(asEvent(item)));
      }
      for (const item of items) put(item);
      store.keep(kinds[index]?.kind ?? '', items, resourceVersion);
      return resourceVersion;
    });
  }

  async function follow(kind: KubeKind, from: string): Promise<void> {
    for (let resourceVersion: string | undefined = from; resourceVersion !== undefined && !signal.aborted;) {
      try {
        for await (const event of kube.watch(kind, { namespace, resourceVersion, signal })) {
          if (event.type === 'RESYNC') break;
          if (event.type === 'RESUMED') resumedAt = clock.now();
          else if (event.type === 'DELETED') store.remove(event.object);
          else {
            put(event.object);
            seeNow(event.object);
          }
          void wake();
        }
      } catch (error) {
        if (!isForbidden(error)) throw error;
        await clock.sleep(POLL_MS, signal).catch(() => undefined);
      }
      if (signal.aborted) return;
      [resourceVersion] = await take([kind]);
      void wake();
    }
  }

  const kinds = [...SUPPORT, ...WORKLOADS];
  const versions = await take(kinds, true);
  if (!options.once) {
    kinds.forEach((kind, index) => {
      const version = versions[index];
      if (version === undefined) return;
      follow(kind, version).catch((error: unknown) => {
        if (signal.aborted) return;
        failure ??= error;
        wakeNow();
      });
    });
  }

  const all = ({ kind }: KubeKind) => store.list(kind);
  return {
    snapshot: () => ({
      now: clock.now(),
      firstSeen,
      failuresWhenReady,
      resumedAt,
      workloads: WORKLOADS.flatMap(all),
      replicaSets: all(KubeKinds.ReplicaSet),
      pods: all(KubeKinds.Pod),
      claims: all(KubeKinds.PersistentVolumeClaim),
      events: all(KubeKinds.Event),
    }),
    async refresh(what) {
      await take(what === 'all' ? kinds : WORKLOADS.filter(({ kind }) => what === undefined || what.includes(kind)));
    },
    async nextChange(ms) {
      if (failure) throw failure;
      if (signal.aborted) return;
      const timer = new AbortController();
      // With a reason of its own: to make an error costs more than all else here, and many wait at once.
      wakers.push(() => timer.abort(WOKEN));
      await clock.sleep(Math.max(ms, 1), timer.signal);
      if (failure) throw failure;
    },
    refusalOf: (kind) => refusals.get(kind),
    close: () => ending.abort(),
  };
}

function isForbidden(error: unknown): error is SlipwayError {
  return error instanceof SlipwayError && error.code === 'Forbidden';
}
