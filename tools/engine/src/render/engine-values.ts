import type { Environment } from '@slipway/contracts';
import type { ImageIdentity } from '../catalog/read-image.ts';

/** Images of a release: its own, and those of charts within it by the name they have there. */
export interface ReleaseImages {
  own?: ImageIdentity | undefined;
  nested: Record<string, ImageIdentity>;
}

/** What the engine says to every chart, after all values files. Pure; holds no secret. */
export function engineValues(environment: Environment, images: ReleaseImages): Record<string, unknown> {
  const nested = Object.entries(images.nested).map(([name, image]) => [
    name,
    { image: imageValues(environment, image) },
  ]);
  return {
    ...(images.own ? { image: imageValues(environment, images.own) } : {}),
    ...Object.fromEntries(nested),
    global: {
      slipway: {
        environment: environment.name,
        requireDigest: environment.name !== 'local',
        ingressDomain: environment.ingress.domain,
      },
    },
  };
}

/** Reference parts of an image where this environment's cluster pulls it. */
export function imageValues(environment: Environment, { repository, digest }: ImageIdentity) {
  return { repository: `${environment.registry}/${repository}`, digest };
}
