import type { Environment } from '@slipway/contracts';
import type { ImageIdentity } from '../catalog/read-image.ts';

/** Images of a release: its own, and those of charts within it by the name they have there. */
export interface ReleaseImages {
  own?: ImageIdentity | undefined;
  nested: Record<string, ImageIdentity>;
}

/**
 * What the engine says to every chart, after all values files. `namespaces` is there where releases live in several:
 * addresses of upstreams and network policies follow it. Pure; holds no secret.
 */
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
        ...(typeof environment.namespace === 'string' ? {} : { namespaces: environment.namespace }),
        ...(environment.metricsApis.length > 0 ? { metricsApis: environment.metricsApis } : {}),
      },
    },
  };
}

/** Reference parts of an image where this environment's cluster pulls it. */
export function imageValues(environment: Environment, { repository, digest }: ImageIdentity) {
  return { repository: `${environment.registry}/${repository}`, digest };
}
