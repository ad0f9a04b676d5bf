import type { Clients, DeployEvent, LiveRevision, PlannedRelease, Service } from '@slipway/contracts';
import { readRevisions } from '../apply/helm-storage.ts';
import { rollBackRelease } from '../apply/roll-back-release.ts';
import { namespaceOf } from '../catalog/namespace-of.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { lastGoodRevision } from '../live/to-revisions.ts';
import { withHash } from '../plan/build-plan.ts';
import { orderServices, reverseOrder } from '../plan/order-services.ts';
import type { DeployOptions, ReleaseRequest } from './release-request.ts';
import { runPlan } from './run-plan.ts';

/**
 * Takes the selected releases back to the revision that served well before the present one, dependents first,
 * and waits until it serves. A release without an earlier good revision fails with the cause
 * `NoGoodRevision`. Throws `Locked`.
 */
export async function* rollbackReleases(
  request: ReleaseRequest,
  clients: Clients,
  options: DeployOptions = {},
): AsyncGenerator<DeployEvent> {
  const { selected } = await readCatalog(request, clients.files);
  const targets = new Map<string, LiveRevision | undefined>();
  const releases = await Promise.all(
    reverseOrder(orderServices(selected)).map(async ({ service, after }) => {
      const { planned, target } = await readTarget(service, request, clients);
      targets.set(planned.name, target);
      return { ...planned, after };
    }),
  );
  yield* runPlan(request, withHash({ environment: request.environment.name, releases }), clients, {
    options,
    action: 'rollback',
    hasWork: ({ name }) => targets.get(name) !== undefined,
    run: (planned, context) => rollBackRelease(planned, targets.get(planned.name), context),
    isRecorded: (planned, { revision }) => revision !== planned.baseRevision,
  });
}

async function readTarget(
  service: Service,
  request: ReleaseRequest,
  clients: Clients,
): Promise<{ planned: PlannedRelease; target: LiveRevision | undefined }> {
  const namespace = namespaceOf(request.environment, service.name);
  const revisions = await readRevisions(service.name, namespace, clients.kube);
  const newest = revisions[0];
  const planned: PlannedRelease = {
    name: service.name,
    project: service.project,
    namespace,
    action: 'upgrade',
    reasons: ['Requested'],
    changes: [],
    after: [],
    specHash: newest?.specHash ?? '',
    baseRevision: newest?.revision ?? 0,
  };
  return { planned, target: lastGoodRevision(unlike(revisions), newest?.revision ?? 0) };
}

/** A revision with the same content as the newest is no way back. */
function unlike(revisions: readonly LiveRevision[]): LiveRevision[] {
  const hash = revisions[0]?.specHash;
  return revisions.filter(({ specHash }, index) => index === 0 || hash === undefined || specHash !== hash);
}
