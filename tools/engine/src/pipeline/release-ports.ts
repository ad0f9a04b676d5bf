import type { Clients, KubeKind, KubeObject, PortStream } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { namespaceOf } from '../catalog/namespace-of.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import type { PortSpec, ResolvedPort } from '../forward/resolve-port.ts';
import { resolvePort } from '../forward/resolve-port.ts';
import { openPodFeed } from '../pods/pod-feed.ts';
import { isPodReady } from '../pods/pod-state.ts';
import type { ReleaseRequest } from './release-request.ts';

const SERVICE: KubeKind = { apiVersion: 'v1', kind: 'Service', plural: 'services', isNamespaced: true };
/** A release without a Ready pod is waited for this long, in milliseconds. */
const READY_MS = 60_000;

/** The way to the ports of one release, whichever of its pods serves. */
export interface ReleasePorts {
  release: string;
  namespace: string;
  ports: ResolvedPort[];
  /** Connects to a Ready pod: the same as before as long as it is Ready. Waits for one up to a minute. */
  connect(port: number): Promise<PortStream>;
  /** Name of the pod that connections go to now. */
  pod(): string | undefined;
}

/** Finds the ports of the one selected release and watches its pods until `signal` aborts. Throws `NotReady`, `PortUnknown`. */
export async function openReleasePorts(
  request: ReleaseRequest,
  clients: Clients,
  {
    specs,
    signal,
    onPod = () => undefined,
  }: { specs: readonly PortSpec[]; signal: AbortSignal; onPod?: (pod: string) => void },
): Promise<ReleasePorts> {
  const { selected } = await readCatalog(request, clients.files);
  const { name: release } = selected[0] as (typeof selected)[number];
  const namespace = namespaceOf(request.environment, release);
  const [feed, services] = await Promise.all([
    openPodFeed({ namespace, releases: new Set([release]) }, clients, signal),
    clients.kube.list(SERVICE, { namespace, labelSelector: 'app.kubernetes.io/managed-by=Helm', signal }),
  ]);
  const own = services.items.filter(({ metadata }) => metadata.annotations?.['meta.helm.sh/release-name'] === release);
  let chosen: { uid: string; name: string } | undefined;

  /** A Ready pod; the one before if it still is. `unlike`: those that were tried in vain. */
  async function choose(unlike: ReadonlySet<string>): Promise<KubeObject> {
    const until = clients.clock.now() + READY_MS;
    for (;;) {
      const change = feed.nextChange();
      change.catch(() => undefined);
      const ready = [...feed.pods].filter(([uid, { pod }]) => isPodReady(pod) && !unlike.has(uid));
      const [uid, entry] = ready.find(([one]) => one === chosen?.uid) ?? ready[0] ?? [];
      if (uid !== undefined && entry) {
        const { name } = entry.pod.metadata;
        if (chosen?.uid !== uid) onPod(name);
        chosen = { uid, name };
        return entry.pod;
      }
      const left = until - clients.clock.now();
      signal.throwIfAborted();
      if (left <= 0) throw notReady(release, namespace);
      const timer = new AbortController();
      await Promise.race([change, clients.clock.sleep(left, AbortSignal.any([signal, timer.signal]))]);
      timer.abort();
    }
  }

  const first = await choose(new Set());
  const ports = specs.map((spec) => resolvePort(spec, own, first));
  return {
    release,
    namespace,
    ports,
    pod: () => chosen?.name,
    async connect(port) {
      const tried = new Set<string>();
      for (;;) {
        const pod = await choose(tried);
        try {
          return await clients.kube.openPort({ namespace, pod: pod.metadata.name, port }, signal);
        } catch (error) {
          // It may have ended a moment ago; the next one serves.
          const isGone = error instanceof SlipwayError && ['PodNotFound', 'PortRefused'].includes(error.code);
          if (!isGone || tried.size >= 3) throw error;
          tried.add(pod.metadata.uid ?? '');
        }
      }
    },
  };
}

function notReady(release: string, namespace: string): SlipwayError {
  return new SlipwayError({
    code: 'NotReady',
    message: `forward ports of ${release}: no pod in namespace ${namespace} was Ready within ${READY_MS / 1000} s.`,
    hint: '"slipway status" says why.',
  });
}
