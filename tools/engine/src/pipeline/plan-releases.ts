import type { Clients, Plan } from '@slipway/contracts';
import { prepare } from './prepare.ts';
import type { DeployOptions, ReleaseRequest } from './release-request.ts';

/** What a deploy would do now. Writes nothing. */
export async function planReleases(
  request: ReleaseRequest,
  clients: Clients,
  options: Pick<DeployOptions, 'signal'> = {},
): Promise<Plan> {
  return (await prepare(request, clients, { signal: options.signal })).plan;
}
