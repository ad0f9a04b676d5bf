import type { Clients, DesiredRelease, Plan, SavedPlan } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { readDigestKey } from '../apply/ensure-namespace.ts';
import { createPool } from '../lint/create-pool.ts';
import { createKindResolver } from '../live/kind-resolver.ts';
import { readCluster } from '../live/read-cluster.ts';
import { readNamespaceState } from '../live/read-namespace.ts';
import { withHash } from '../plan/build-plan.ts';
import type { Examined } from '../plan/examine-release.ts';
import { examineRelease } from '../plan/examine-release.ts';
import { redactValue } from '../plan/redact-change.ts';
import { movedSince, planStale, sealPlan } from '../plan/saved-plan.ts';
import type { Prepared } from './prepare.ts';
import { prepare } from './prepare.ts';
import type { DeployOptions, ReleaseRequest } from './release-request.ts';

/** Objects that are tried at once. */
const PARALLEL_OBJECTS = 12;

type PlanOptions = Pick<DeployOptions, 'signal'>;

/**
 * What a deploy would do now, field by field, as the API server says it; with what it would refuse. Writes nothing.
 * Throws `NamespaceEnding`.
 */
export async function planReleases(
  request: ReleaseRequest,
  clients: Clients,
  options: PlanOptions = {},
): Promise<Plan> {
  return (await examine(await prepare(request, clients, options), clients, options)).plan;
}

/** The same as a document that `deployReleases` carries out later, exactly so or not at all. Writes nothing. */
export async function planToSave(
  request: ReleaseRequest,
  clients: Clients,
  options: PlanOptions = {},
): Promise<SavedPlan> {
  return toSaved(await prepare(request, clients, options), clients, options);
}

/**
 * Renders and reads everything again for a saved plan. Throws `PlanStale` (exit 3), naming what moved: nothing of the
 * document is ever applied, only what was rendered again.
 */
export async function prepareSaved(
  saved: SavedPlan,
  request: ReleaseRequest,
  clients: Clients,
  options: PlanOptions = {},
): Promise<Prepared> {
  const cluster = await readCluster(clients.kube, [], saved.cluster);
  if (cluster !== saved.cluster) throw planStale(['another cluster']);
  const prepared = await prepareAgain(saved, request, clients, options);
  const moved = movedSince(saved, await toSaved(prepared, clients, options, cluster));
  if (moved.length > 0) throw planStale(moved);
  return prepared;
}

async function prepareAgain(saved: SavedPlan, request: ReleaseRequest, clients: Clients, options: PlanOptions) {
  const select = saved.plan.releases.map(({ project }) => project);
  try {
    return await prepare({ ...request, select }, clients, options);
  } catch (error) {
    const isGone = error instanceof SlipwayError && ['UnknownProject', 'ProjectWithoutChart'].includes(error.code);
    throw isGone ? planStale([`project ${String(error.details.project ?? select.join(', '))} is gone`]) : error;
  }
}

async function toSaved(
  prepared: Prepared,
  clients: Clients,
  options: PlanOptions,
  cluster?: string,
): Promise<SavedPlan> {
  const { plan, examined } = await examine(prepared, clients, options);
  const namespaces = plan.releases.map(({ namespace }) => namespace);
  return sealPlan({
    madeAt: new Date(clients.clock.now()).toISOString(),
    cluster: cluster ?? (await readCluster(clients.kube, namespaces)),
    plan,
    releases: plan.releases.map(({ name, namespace, specHash }) => ({
      name,
      namespace,
      specHash,
      manifests: desiredOf(prepared, name).objects.map((object) => redactValue(object, { kind: object.kind, path: '' }) as typeof object), // prettier-ignore
      live: examined.get(name)?.live ?? [],
    })),
  });
}

async function examine(
  prepared: Prepared,
  clients: Clients,
  { signal }: PlanOptions,
): Promise<{ plan: Plan; examined: Map<string, Examined> }> {
  const { plan, rendered } = prepared;
  const busy = plan.releases.filter(({ action }) => action !== 'none');
  const places = new Map(
    await Promise.all(
      [...new Set(busy.map(({ namespace }) => namespace))].map(async (name) => {
        const namespace = await readNamespaceState(name, clients.kube);
        return [name, { namespace, key: await readKey(name, clients) }] as const;
      }),
    ),
  );
  const shared = {
    clients,
    resolve: createKindResolver(clients.kube, signal),
    pool: createPool(PARALLEL_OBJECTS),
    signal,
  };
  const examined = new Map(
    await Promise.all(
      busy.map(async (planned) => {
        const { namespace, key } = places.get(planned.namespace) as { namespace: Awaited<ReturnType<typeof readNamespaceState>>; key: string | undefined }; // prettier-ignore
        const secrets = rendered.find(({ desired }) => desired.name === planned.name)?.secrets ?? [];
        const found = await examineRelease(planned, desiredOf(prepared, planned.name), { ...shared, namespace, key, secrets }); // prettier-ignore
        return [planned.name, found] as const;
      }),
    ),
  );
  const releases = plan.releases.map((release) => {
    const found = examined.get(release.name);
    if (!found) return release;
    const { changes, refusals, notes } = found;
    return {
      ...release,
      changes,
      ...(refusals.length > 0 ? { refusals } : {}),
      ...(notes.length > 0 ? { notes } : {}),
    };
  });
  return { plan: withHash({ environment: plan.environment, releases }), examined };
}

/** Without the right to read Secrets, the values of Secrets count as changed. */
async function readKey(namespace: string, { kube }: Clients): Promise<string | undefined> {
  return readDigestKey(namespace, kube).catch((error: unknown) => {
    if (error instanceof SlipwayError && error.code === 'Forbidden') return undefined;
    throw error;
  });
}

function desiredOf({ rendered }: Prepared, name: string): DesiredRelease {
  return (rendered.find(({ desired }) => desired.name === name) as (typeof rendered)[number]).desired;
}
