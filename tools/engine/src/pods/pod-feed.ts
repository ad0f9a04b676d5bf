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
  let wakers: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  let failure: { error: unknown } | undefined;

  const wake = () => {
    const waiting = wakers;
    wakers = [];
    for (const { resolve, reject } of waiting) if (failure) reject(failure.error);
      else resolve(); // prettier-ignore
  };
  const put = async (pod: KubeObject) => {
    let release = releaseOfPod(pod, selectors);
    if (!release && pod.metadata.ownerReferences && clock.now() - readAt > REFRESH_MS) {
      // A deploy may have brought a new workload, and a CronJob begins new Jobs.
      readAt = clock.now();
      selectors = await readSelectors(namespace, releases, clients, signal);
      release = releaseOfPod(pod, selectors);
    }
    if (release) pods.set(pod.metadata.uid ?? pod.metadata.name, { release, pod });
  };
  const list = async () => {
    const { items, resourceVersion } = await kube.list(KubeKinds.Pod, { namespace, signal });
    const there = new Set(items.map(({ metadata }) => metadata.uid ?? metadata.name));
    for (const uid of pods.keys()) if (!there.has(uid)) pods.delete(uid);
    for (const pod of items) await put(pod);
    return resourceVersion;
  };
  const follow = async (from: string) => {
    let resourceVersion = from;
    while (!signal.aborted) {
      for await (const event of kube.watch(KubeKinds.Pod, { namespace, resourceVersion, signal })) {
        if (event.type === 'RESYNC') break;
        if (event.type === 'RESUMED') continue;
        if (event.type === 'DELETED') pods.delete(event.object.metadata.uid ?? event.object.metadata.name);
        else await put(event.object);
        wake();
      }
      if (signal.aborted) return;
      resourceVersion = await list();
      wake();
    }
  };

  const version = await list();
  if (!once) {
    follow(version).catch((error: unknown) => {
      failure = { error };
      wake();
    });
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
