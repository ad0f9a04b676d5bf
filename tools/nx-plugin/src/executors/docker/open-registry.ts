import type { RegistryClient } from '@slipway/clients/src/image/registry/crane-client.ts';
import { createImageClient } from '@slipway/clients/src/image/registry/crane-client.ts';
import type { ToolUse } from './tool-use.ts';
import { ensureTools } from '@slipway/toolchain';

/** A registry client; obtains crane when it is not there. */
export async function openRegistry({ env, onProgress, signal }: Omit<ToolUse, 'cacheDir'>): Promise<RegistryClient> {
  const tools = await ensureTools(['crane'], { onProgress, signal, env });
  return createImageClient({ program: tools.path('crane'), env: tools.env });
}
