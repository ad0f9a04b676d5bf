import type { Clients, DeployEvent } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import type { DeployOptions, ReleaseRequest } from './release-request.ts';

/** Being written: the signature is settled. */
export async function* verifyReleases(
  _request: ReleaseRequest,
  _clients: Clients,
  _options: DeployOptions = {},
): AsyncIterable<DeployEvent> {
  throw new SlipwayError({ code: 'NotThereYet', message: 'carry this out: it is being written.' });
}
