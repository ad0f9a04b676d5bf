import type { Clients, DesiredRelease } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import type { ReleaseRequest } from './release-request.ts';

/** Being written: the signature is settled. */
export async function renderReleases(
  _request: ReleaseRequest,
  _clients: Clients,
  _signal?: AbortSignal,
): Promise<DesiredRelease[]> {
  throw new SlipwayError({ code: 'NotThereYet', message: 'carry this out: it is being written.' });
}
