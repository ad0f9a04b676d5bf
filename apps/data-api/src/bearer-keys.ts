import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { ServiceError } from '@slipway/service-kit';

/** Makes equal lengths of unequal keys; worth nothing outside this process. */
const pepper = randomBytes(32);

/** What a bearer token turned out to be. */
export interface BearerCheck {
  isRight: boolean;
  /** A digest of the token, worth nothing outside this process. */
  digest: string;
}

/**
 * Looks at the token of an Authorization header. Throws 401 `Unauthorized` without a bearer token. Compares
 * in constant time, always against every key.
 */
export function checkBearer(authorization: string | undefined, keys: readonly (string | undefined)[]): BearerCheck {
  const token = /^Bearer +([\x21-\x7e]{1,4096}) *$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) {
    throw new ServiceError('Unauthorized', {
      detail: 'A bearer token is needed.',
      headers: { 'WWW-Authenticate': 'Bearer realm="logs"' },
    });
  }
  const given = toDigest(token);
  let matches = 0;
  for (const key of keys) {
    if (key !== undefined) matches += Number(timingSafeEqual(given, toDigest(key)));
  }
  return { isRight: matches > 0, digest: given.toString('base64') };
}

function toDigest(text: string): Buffer {
  return createHmac('sha256', pepper).update(text).digest();
}
