import { join } from 'node:path';
import type { Clients } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { imageLayoutDir } from '../catalog/read-image.ts';
import type { ReleaseJob } from '../apply/run-context.ts';
import type { ReleaseRequest } from './release-request.ts';

/**
 * Pushes the image of a release when the environment's registry does not have it; `docker` may have had no
 * registry at hand. Nothing is ever pushed to a locked environment. Undefined when there was nothing to do.
 */
export async function pushImage(
  { desired }: Pick<ReleaseJob, 'desired'>,
  request: ReleaseRequest,
  { images, files }: Pick<Clients, 'images' | 'files'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!images || !desired.image || request.environment.locked) return undefined;
  const ref = `${desired.image.repository}@${desired.image.digest}`;
  if (await images.exists(ref, signal)) return undefined;
  const layout = imageLayoutDir(desired.project, request);
  if (!(await files.exists(join(layout, 'index.json')))) {
    throw new SlipwayError({
      code: 'ImageNotFound',
      message: `push ${ref}: the registry does not have it, and ${layout} is not there.`,
      hint: `Build it with "nx docker ${desired.project}".`,
    });
  }
  await images.push(layout, ref, signal);
  return `pushed ${ref}`;
}
