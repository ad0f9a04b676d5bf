import type { ImageRef } from '@slipway/contracts';
import { isAnswering } from '@slipway/clients/src/image/registry/is-answering.ts';
import { toReference } from '@slipway/clients/src/image/registry/reference.ts';
import { openRegistry } from './open-registry.ts';
import type { DockerRequest } from './to-request.ts';
import type { ToolUse } from './tool-use.ts';

/**
 * Pushes an image unless the registry has its digest, and says what was done. With `push: auto` a
 * registry that does not answer is left to `helm-install`. Throws `RegistryUnreachable`,
 * `RegistryLoginAbsent`, `RegistryDenied`, `RegistryUntrusted`, `RegistryFailed`.
 */
export async function publishImage(
  ref: ImageRef,
  { push, layoutDir }: Pick<DockerRequest, 'push' | 'layoutDir'>,
  registry: string,
  use: Omit<ToolUse, 'cacheDir'>,
): Promise<string> {
  const byDigest = toReference(registry, ref.repository, ref.digest);
  if (push === 'auto' && !(await isAnswering(registry, use.signal))) {
    return `not pushed, ${registry} does not answer; helm-install pushes it`;
  }
  const client = await openRegistry(use);
  if (await client.exists(byDigest, use.signal)) return `${registry} has it already; nothing pushed`;
  await client.push(layoutDir, toReference(registry, ref.repository, ref.tag), use.signal);
  return `pushed to ${byDigest}`;
}
