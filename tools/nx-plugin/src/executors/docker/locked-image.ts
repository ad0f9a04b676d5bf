import type { Environment, ImageRef, Service } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import { createFilesClient } from '@slipway/clients/src/files/files-client.ts';
import { toReference } from '@slipway/clients/src/image/registry/reference.ts';
import { readImage } from '@slipway/engine/src/catalog/read-image.ts';
import { howToLock } from '@slipway/engine/src/lock/require-evidence.ts';
import { openRegistry } from './open-registry.ts';
import type { DockerRequest } from './to-request.ts';
import type { ToolUse } from './tool-use.ts';

/**
 * The image that a locked environment runs, found in its registry. Throws `ImageNotLocked` (no line in
 * the lock), `LockedImageMissing` (the registry has no such digest), `LockInvalid`, `EvidenceMissing` and the registry's
 * errors.
 */
export async function findLockedImage(
  { project, release, workspaceRoot, environmentsDir }: DockerRequest,
  environment: Environment,
  use: Omit<ToolUse, 'cacheDir'>,
): Promise<ImageRef> {
  const source = { workspaceRoot, environmentsDir, environment };
  const service = { name: release, project } as Service;
  const locked = await readImage(service, source, createFilesClient());
  if (!locked) {
    throw new SlipwayError({
      code: 'ImageNotLocked',
      message: `find the locked image of ${project}: ${environment.name} has no line for it.`,
      hint: howToLock(environment, project),
      exitCode: ExitCodes.refused,
      details: { project, environment: environment.name },
    });
  }
  const reference = toReference(environment.registry, locked.repository, locked.digest);
  const client = await openRegistry(use);
  const found = await client.describe(reference, use.signal);
  if (!found) {
    throw new SlipwayError({
      code: 'LockedImageMissing',
      message: `find the locked image of ${project}: ${reference} is not in the registry.`,
      hint: 'Copy the image there (slipway toolchain exec -- crane copy FROM TO), or promote a digest that is there.',
      details: { project, environment: environment.name, reference },
    });
  }
  return {
    schema: 'slipway.image/v1',
    project,
    repository: locked.repository,
    tag: locked.digest.replace('sha256:', '').slice(0, 16),
    digest: locked.digest,
    platform: found.platform,
    size: found.size,
  };
}
