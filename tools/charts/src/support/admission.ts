import type { AdmissionChecker } from '@slipway/clients';
import { createAdmissionClient } from '@slipway/clients';
import { ensureTools } from '@slipway/toolchain';

/** What an API server would say into a restricted namespace, by these policies besides. Builds the program where it is not there. */
export async function admissionChecker(policies: readonly string[] = []): Promise<AdmissionChecker> {
  const tools = await ensureTools(['admission']);
  return createAdmissionClient({
    program: tools.path('admission'),
    version: tools.version('admission'),
    env: tools.env,
    policies,
  });
}
