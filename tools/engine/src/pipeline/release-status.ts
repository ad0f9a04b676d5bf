import type { Clients, StatusReport } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import type { ReleaseRequest } from './release-request.ts';

/** Being written: the signature is settled. */
export async function releaseStatus(
  _request: ReleaseRequest,
  _clients: Clients,
  _signal?: AbortSignal,
): Promise<StatusReport> {
  throw new SlipwayError({ code: 'NotThereYet', message: 'carry this out: it is being written.' });
}
