import type { Clients, DesiredRelease } from '@slipway/contracts';
import { readCatalog } from '../catalog/read-catalog.ts';
import type { ReleaseRequest } from './release-request.ts';
import { renderSelected } from './prepare.ts';

/** The selected releases as they are to be, in the order of their names; secret values as digests. Writes nothing to a cluster. */
export async function renderReleases(
  request: ReleaseRequest,
  clients: Clients,
  signal?: AbortSignal,
): Promise<DesiredRelease[]> {
  const { services, selected } = await readCatalog(request, clients.files);
  const rendered = await renderSelected(request, clients, { services, selected, signal });
  return rendered.map(({ desired }) => desired);
}
