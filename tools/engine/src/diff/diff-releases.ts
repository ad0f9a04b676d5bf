import type { Clients, DiffReport, Drift, KubeObject, LiveRevision, ReleaseDrift, Service } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { namespaceOf } from '../catalog/namespace-of.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { createPool } from '../lint/create-pool.ts';
import type { Pool } from '../lint/create-pool.ts';
import type { KindResolver } from '../live/kind-resolver.ts';
import { createKindResolver } from '../live/kind-resolver.ts';
import { readNamespaceRevisions } from '../live/read-revisions.ts';
import { readStoredObjects } from '../live/stored-manifest.ts';
import type { ReleaseRequest } from '../pipeline/release-request.ts';
import { findDrift } from './find-drift.ts';

/** Requests to the API server at once. */
const PARALLEL_READS = 16;

/**
 * How far the live objects of the selected releases are from what Helm's newest revision says, all kinds, down to the
 * field and its manager. Renders nothing and writes nothing: rights to read are enough.
 */
export async function diffReleases(
  request: ReleaseRequest,
  clients: Clients,
  signal?: AbortSignal,
): Promise<DiffReport> {
  const { selected } = await readCatalog(request, clients.files);
  const { environment } = request;
  const pool = createPool(PARALLEL_READS);
  const context = { clients, pool, resolve: createKindResolver(clients.kube, signal), signal };
  const namespaces = [...new Set(selected.map(({ name }) => namespaceOf(environment, name)))];
  const revisions = new Map(await Promise.all(namespaces.map(async (namespace) => [namespace, await readNamespaceRevisions(namespace, clients.kube, signal)] as const))); // prettier-ignore
  const releases = await Promise.all(
    selected.map((service) => {
      const namespace = namespaceOf(environment, service.name);
      return diffOne(service, namespace, revisions.get(namespace)?.get(service.name)?.[0], context);
    }),
  );
  return { schema: 'slipway.diff/v1', environment: environment.name, releases };
}

interface Context {
  clients: Clients;
  pool: Pool;
  resolve: KindResolver;
  signal: AbortSignal | undefined;
}

async function diffOne(
  { name, project }: Service,
  namespace: string,
  newest: LiveRevision | undefined,
  context: Context,
): Promise<ReleaseDrift> {
  const release = { name, project, namespace };
  if (!newest || newest.status === 'uninstalled') return { ...release, status: 'absent', revision: 0, drift: [] };
  const objects = await readStoredObjects(release, newest.revision, context.clients.kube);
  const compared = await Promise.all(objects.map((object) => context.pool.run(() => compare(object, namespace, context)))); // prettier-ignore
  const notes = [
    ...(newest.status === 'deployed' ? [] : [`Revision ${newest.revision} is ${newest.status}: it may not have been written as a whole.`]), // prettier-ignore
    ...compared.flatMap(({ note }) => note ?? []),
  ];
  return {
    ...release,
    status: newest.status,
    revision: newest.revision,
    drift: compared.flatMap(({ drift }) => drift).sort(byObject),
    ...(notes.length > 0 ? { notes: notes.sort() } : {}),
  };
}

async function compare(
  desired: KubeObject,
  release: string,
  { clients, resolve, signal }: Context,
): Promise<{ drift: Drift[]; note?: string }> {
  const { kind, metadata } = desired;
  signal?.throwIfAborted();
  try {
    const known = await resolve(desired);
    if (!known) return { drift: findDrift(desired, undefined), note: `The cluster does not know kind ${kind} of ${desired.apiVersion} any more.` }; // prettier-ignore
    const namespace = known.isNamespaced ? (metadata.namespace ?? release) : undefined;
    const drift = findDrift(desired, await clients.kube.get(known, metadata.name, namespace));
    return { drift: known.isNamespaced ? drift : drift.map((one) => ({ ...one, scope: 'Cluster' as const })) };
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.code !== 'Forbidden') throw error;
    return {
      drift: [],
      note: `${kind}/${metadata.name} was not compared: ${error.message} ${error.hint ?? ''}`.trim(),
    };
  }
}

function byObject(a: Drift, b: Drift): number {
  const key = ({ kind, name, path }: Drift) => [kind, name, path].join('\0');
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}
