import type { Clients, LiveRevision, Plan, Service } from '@slipway/contracts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { refuseUnknownChecks } from '../catalog/refuse-unknown-checks.ts';
import { ensureDigestKey, readDigestKey } from '../apply/ensure-namespace.ts';
import type { LiveState } from '../live/read-live.ts';
import { readLiveNamespace, toLiveState } from '../live/read-live.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { refuseForeignChart } from '../plan/refuse-foreign-chart.ts';
import type { RenderedRelease } from '../render/render-release.ts';
import { renderRelease } from '../render/render-release.ts';
import type { ReleaseRequest } from './release-request.ts';

/** Everything that was decided before anything is done. */
export interface Prepared {
  services: Service[];
  rendered: RenderedRelease[];
  plan: Plan;
  /** Revisions of each release when the plan was made. */
  revisions: Map<string, LiveRevision[]>;
}

/** How rendering deals with secret values. */
export interface PrepareOptions {
  signal?: AbortSignal | undefined;
  /** Make the key for their digests when there is none; what only plans must not write. */
  makeKey?: boolean;
}

/** Catalog, rendering, live state and plan: everything of a deploy that only reads. */
export async function prepare(request: ReleaseRequest, clients: Clients, options: PrepareOptions): Promise<Prepared> {
  const { services, selected } = await readCatalog(request, clients.files);
  refuseUnknownChecks(request, services);
  const rendered = await renderSelected(request, clients, { services, selected, ...options });
  const states = await readLive(rendered, clients, options.signal);
  const pairs = rendered.map(({ desired }, index) => ({ desired, ...(states[index] as LiveState) }));
  for (const { desired, live } of pairs) await refuseForeignChart(desired, live, clients.helm, options.signal);
  const plan = buildPlan(request.environment.name, pairs);
  const revisions = new Map(pairs.map(({ desired, live }) => [desired.name, live?.revisions ?? []]));
  return { services, rendered, plan, revisions };
}

interface Selection extends PrepareOptions {
  services: Service[];
  selected: Service[];
}

/** Renders the selected services at once; library charts are read once for all. */
export async function renderSelected(
  request: ReleaseRequest,
  clients: Clients,
  { services, selected, signal, makeKey }: Selection,
): Promise<RenderedRelease[]> {
  const keys = new Map<string, Promise<string | undefined>>();
  const readKey = makeKey ? ensureDigestKey : readDigestKey;
  const secretKey = (namespace: string) => {
    const key = keys.get(namespace) ?? readKey(namespace, clients.kube);
    keys.set(namespace, key);
    return key;
  };
  const context = { request, clients, services, secretKey, sources: new Map(), signal };
  return Promise.all(selected.map((service) => renderRelease(service, context)));
}

/** Live state of each rendered release; one reading per namespace. */
async function readLive(rendered: RenderedRelease[], clients: Clients, signal?: AbortSignal): Promise<LiveState[]> {
  const namespaces = [...new Set(rendered.map(({ desired }) => desired.namespace))];
  const entries = await Promise.all(
    namespaces.map(async (namespace) => {
      const wanted = rendered
        .filter(({ desired }) => desired.namespace === namespace)
        .flatMap(({ desired }) => desired.objects);
      return [namespace, await readLiveNamespace(namespace, wanted, { kube: clients.kube, signal })] as const;
    }),
  );
  const live = new Map(entries);
  return rendered.map(({ desired }) =>
    toLiveState(desired, live.get(desired.namespace) ?? { revisions: new Map(), workloads: [] }),
  );
}
