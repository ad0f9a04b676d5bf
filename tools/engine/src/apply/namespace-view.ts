import type { Clock, KubeClient, KubeKind, KubeObject, Snapshot } from '@slipway/contracts';
import { KubeKinds } from '@slipway/contracts';
import { livenessKey } from '../diagnose/explain-liveness.ts';
import { firstSeenKeys } from '../diagnose/explain-pod.ts';
import { asEvent } from '../diagnose/pod-types.ts';

/** A namespace, watched: always what the API server said last. */
export interface NamespaceView {
  snapshot(): Snapshot;
  /** Reads the workloads again, so that the snapshot is not older than this call. */
  refresh(): Promise<void>;
  /** Resolves at the next change, or after `ms`. Rejects when watching is not possible any more. */
  nextChange(ms: number): Promise<void>;
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

const SUPPORT = [KubeKinds.Pod, KubeKinds.Event, KubeKinds.ReplicaSet, KubeKinds.PersistentVolumeClaim] as const;
const WORKLOADS = [KubeKinds.Deployment, KubeKinds.StatefulSet, KubeKinds.DaemonSet, KubeKinds.Job, KubeKinds.CronJob] as const; // prettier-ignore

/** Lists and watches all that the diagnosis looks at. The lists are complete when this resolves. */
export async function openNamespaceView(options: ViewOptions): Promise<NamespaceView> {
  const { namespace, kube, clock } = options;
  const ending = new AbortController();
  const signal = options.signal ? AbortSignal.any([ending.signal, options.signal]) : ending.signal;
  const stores = new Map<string, Map<string, KubeObject>>();
  const firstSeen: Record<string, number> = {};
  let failure: unknown;
  let wakers: (() => void)[] = [];

  const wake = () => {
    const now = wakers;
    wakers = [];
    for (const waker of now) waker();
  };
  const store = (kind: string) => stores.get(kind) ?? stores.set(kind, new Map()).get(kind) as Map<string, KubeObject>; // prettier-ignore
  const see = (object: KubeObject) => {
    for (const key of seenKeys(object)) firstSeen[key] ??= clock.now();
  };
  /** What happens while it is watched; events of an hour ago are listed, too. */
  const seeNow = (object: KubeObject) => {
    const key = object.kind === 'Event' ? livenessKey(asEvent(object)) : undefined;
    if (key) firstSeen[key] ??= clock.now();
  };
  const put = (object: KubeObject) => {
    see(object);
    store(object.kind).set(object.metadata.uid ?? object.metadata.name, object);
  };

  async function list(kind: KubeKind, isFirst: boolean): Promise<string> {
    const { items, resourceVersion } = await kube.list(kind, { namespace, signal });
    const dropsOld = isFirst && kind.kind === 'Event' && !options.withOldEvents;
    const kept = dropsOld ? items.filter((item) => asEvent(item).reason !== 'FailedCreate') : items;
    stores.set(kind.kind, new Map());
    for (const item of kept) put(item);
    return resourceVersion;
  }

  async function follow(kind: KubeKind, from: string): Promise<void> {
    let resourceVersion = from;
    while (!signal.aborted) {
      for await (const event of kube.watch(kind, { namespace, resourceVersion, signal })) {
        if (event.type === 'RESYNC') break;
        if (event.type === 'DELETED') store(kind.kind).delete(event.object.metadata.uid ?? event.object.metadata.name);
        else if (isNewer(event.object, store(kind.kind))) {
          put(event.object);
          seeNow(event.object);
        }
        wake();
      }
      if (signal.aborted) return;
      resourceVersion = await list(kind, false);
      wake();
    }
  }

  const kinds = [...SUPPORT, ...WORKLOADS];
  const versions = await Promise.all(kinds.map((kind) => list(kind, true)));
  if (!options.once) {
    kinds.forEach((kind, index) => {
      follow(kind, versions[index] ?? '').catch((error: unknown) => {
        if (signal.aborted) return;
        failure ??= error;
        wake();
      });
    });
  }

  const values = (kind: KubeKind) => [...store(kind.kind).values()];
  return {
    snapshot: () => ({
      now: clock.now(),
      firstSeen,
      workloads: WORKLOADS.flatMap(values),
      replicaSets: values(KubeKinds.ReplicaSet),
      pods: values(KubeKinds.Pod),
      claims: values(KubeKinds.PersistentVolumeClaim),
      events: values(KubeKinds.Event),
    }),
    async refresh() {
      await Promise.all(
        WORKLOADS.map(async (kind) => {
          const { items } = await kube.list(kind, { namespace, signal });
          for (const item of items) if (isNewer(item, store(kind.kind))) put(item);
        }),
      );
    },
    async nextChange(ms) {
      if (failure) throw failure;
      const timer = new AbortController();
      await Promise.race([
        new Promise<void>((resolve) => wakers.push(resolve)),
        clock.sleep(Math.max(ms, 1), AbortSignal.any([timer.signal, signal])),
      ]);
      timer.abort();
      if (failure) throw failure;
    },
    close: () => ending.abort(),
  };
}

/** A list and a watch may overtake each other; resource versions of one object only grow. */
function isNewer(object: KubeObject, store: ReadonlyMap<string, KubeObject>): boolean {
  const known = store.get(object.metadata.uid ?? object.metadata.name);
  const [old, fresh] = [Number(known?.metadata.resourceVersion), Number(object.metadata.resourceVersion)];
  return !(Number.isFinite(old) && Number.isFinite(fresh) && fresh < old);
}

function seenKeys(object: KubeObject): string[] {
  if (object.kind === 'Pod') return firstSeenKeys(object);
  if (object.kind === 'PersistentVolumeClaim') {
    const isPending = (object.status as { phase?: string } | undefined)?.phase === 'Pending';
    return isPending ? [`${object.metadata.uid}/unbound`] : [];
  }
  if (object.kind === 'Deployment') {
    return (object.spec as { paused?: boolean } | undefined)?.paused ? [`${object.metadata.uid}/paused`] : [];
  }
  if (object.kind !== 'Event') return [];
  const { reason, involvedObject } = asEvent(object);
  return reason === 'FailedCreate' ? [`${involvedObject?.uid}/refused`] : [];
}
