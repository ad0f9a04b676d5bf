import type { Clients, DeployEvent, PlannedRelease } from '@slipway/contracts';
import { removeRelease } from '../apply/remove-release.ts';
import { namespaceOf } from '../catalog/namespace-of.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { readNamespaceRevisions } from '../live/read-revisions.ts';
import { withHash } from '../plan/build-plan.ts';
import { orderServices, reverseOrder } from '../plan/order-services.ts';
import type { DeployOptions, ReleaseRequest } from './release-request.ts';
import { runPlan } from './run-plan.ts';

/**
 * Removes the selected releases, last first, and waits until their workloads and pods are gone. Claims of
 * StatefulSets stay, with their data. A release that is not there is `unchanged`. Throws `Locked`.
 */
export async function* undeployReleases(
  request: ReleaseRequest,
  clients: Clients,
  options: DeployOptions = {},
): AsyncGenerator<DeployEvent> {
  const releases = await planRemoval(request, clients, options.signal);
  const hasWork = ({ action }: PlannedRelease) => action === 'uninstall';
  yield* runPlan(request, withHash({ environment: request.environment.name, releases }), clients, {
    options,
    action: 'undeploy',
    hasWork,
    run: removeRelease,
    isRecorded: hasWork,
  });
}

async function planRemoval(request: ReleaseRequest, clients: Clients, signal?: AbortSignal): Promise<PlannedRelease[]> {
  const { selected } = await readCatalog(request, clients.files);
  const namespaces = [...new Set(selected.map(({ name }) => namespaceOf(request.environment, name)))];
  const read = await Promise.all(namespaces.map(async (namespace) => [namespace, await readNamespaceRevisions(namespace, clients.kube, signal)] as const)); // prettier-ignore
  const live = new Map(read);
  return reverseOrder(orderServices(selected)).map(({ service, name, after }) => {
    const namespace = namespaceOf(request.environment, name);
    const newest = live.get(namespace)?.get(name)?.[0];
    const isThere = newest !== undefined && newest.status !== 'uninstalled';
    return {
      name,
      project: service.project,
      namespace,
      action: isThere ? ('uninstall' as const) : ('none' as const),
      reasons: [isThere ? ('Requested' as const) : ('UpToDate' as const)],
      changes: [],
      after,
      specHash: newest?.specHash ?? '',
      baseRevision: newest?.revision ?? 0,
    };
  });
}
