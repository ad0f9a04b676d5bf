import type { Clients, KubeObject } from '@slipway/contracts';
import { KubeKinds } from '@slipway/contracts';
import type { ReleaseSelector } from './release-selectors.ts';
import { readSelectors, releaseOfPod } from './release-selectors.ts';

/** A pod of a release, as it is now. */
export interface ReleasePod {
  release: string;
  pod: KubeObject;
}

/** The pods of some releases in one namespace, watched. */
export interface PodFeed {
  /** By uid. */
  pods: ReadonlyMap<string, ReleasePod>;
  /** Resolves at the next change of a pod. Rejects when watching is not possible any more. */
  nextChange(): Promise<void>;
}

/** Pods of a workload that was not known are looked for at most this often, in milliseconds. */
const REFRESH_MS = 2000;

/** Lists the pods of some releases and, unless `once`, goes on watching until `signal` aborts. */
export async function openPodFeed(
  { namespace, releases, once = false }: { namespace: string; releases: ReadonlySet<string>; once?: boolean },
  clients: Pick<Clients, 'kube' | 'clock'>,
  signal: AbortSignal,
): Promise<PodFeed> {
  const { kube, clock } = clients;
  const pods = new Map<string, ReleasePod>();
  let selectors: ReleaseSelector[] = await readSelectors(namespace, releases, clients, signal);
  let readAt = clock.now();
  /** Pods that may be of a workload that came since the selectors were read. */
  const unknown = new Map<string, KubeObject>();
  let isRefreshing = false;
  let wakers: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  let failure: { error: unknown } | undefined;

  const wake = () => {
    const waiting = wakers;
    wakers = [];
    for (const { resolve, reject } of waiting) if (failure) reject(failure.error);
      else resolve(); // prettier-ignore
  };
  const fail = (error: unknown) => {
    failure = { error };
    wake();
  };
  const put = (pod: KubeObject) => {
    const uid = uidOf(pod);
    const release = releaseOfPod(pod, selectors);
    unknown.delete(uid);
    if (release) pods.set(uid, { release, pod });
    else if (!once && pod.metadata.ownerReferences) {
      unknown.set(uid, pod);
      refresh().catch(fail);
    }
  };
  /** A deploy may have brought a new workload, and a CronJob begins new Jobs: the last event of their pods may be long over. */
  const refresh = async () => {
    if (isRefreshing) return;
    isRefreshing = true;
    await clock.sleep(Math.max(0, readAt + REFRESH_MS - clock.now()), signal);
    if (signal.aborted) return;
    readAt = clock.now();
    const asked = [...unknown];
    selectors = await readSelectors(namespace, releases, clients, signal);
    isRefreshing = false;
    for (const [uid, pod] of asked) {
      if (unknown.get(uid) !== pod) continue; // Gone or changed meanwhile.
      unknown.delete(uid);
      const release = releaseOfPod(pod, selectors);
      if (release) pods.set(uid, { release, pod });
    }
    wake();
    if (unknown.size > 0) await refresh();
  };
  const list = async () => {
    const { items, resourceVersion } = await kube.list(KubeKinds.Pod, { namespace, signal });
    const there = new Set(items.map(uidOf));
    for (const known of [pods, unknown]) for (const uid of known.keys()) if (!there.has(uid)) known.delete(uid);
    for (const pod of items) put(pod);
    return resourceVersion;
  };
  const follow = async (from: string) => {
    let resourceVersion = from;
    while (!signal.aborted) {
      for await (const event of kube.watch(KubeKinds.Pod, { namespace, resourceVersion, signal })) {
        if (event.type === 'RESYNC') break;
        if (event.type === 'RESUMED') continue;
        if (event.type === 'DELETED') for (const known of [pods, unknown]) known.delete(uidOf(event.object));
        else put(event.object);
        wake();
      }
      if (signal.aborted) return;
      resourceVersion = await list();
      wake();
    }
  };

  const version = await list();
  if (!once) {
    follow(version).catch(fail);
    signal.addEventListener('abort', wake, { once: true });
  }
  return {
    pods,
    nextChange: () =>
      failure
        ? Promise.reject(failure.error as Error)
        : new Promise((resolve, reject) => wakers.push({ resolve, reject })),
  };
}

function uidOf({ metadata }: KubeObject): string {
  return metadata.uid ?? metadata.name;
}
