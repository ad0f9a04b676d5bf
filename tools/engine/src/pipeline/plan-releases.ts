import type { Clients, Plan } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import type { DeployOptions, ReleaseRequest } from './release-request.ts';

/** Being written: the signature is settled. */
export async function planReleases(
  _request: ReleaseRequest,
  _clients: Clients,
  _options: DeployOptions = {},
): Promise<Plan> {
  throw new SlipwayError({ code: 'NotThereYet', message: 'carry this out: it is being written.' });
}
