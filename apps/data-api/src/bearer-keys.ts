import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { ServiceError } from '@slipway/service-kit';

/** Makes equal lengths of unequal keys; worth nothing outside this process. */
const pepper = randomBytes(32);

/**
 * Throws unless an Authorization header carries one of the keys: 401 `Unauthorized` without a bearer
 * token, 403 `Forbidden` with a wrong one. Compares in constant time, always against every key.
 */
export function checkBearer(authorization: string | undefined, keys: readonly (string | undefined)[]): void {
  const token = /^Bearer +([\x21-\x7e]{1,4096}) *$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) {
    throw new ServiceError('Unauthorized', {
      detail: 'A bearer token is needed.',
      headers: { 'WWW-Authenticate': 'Bearer realm="logs"' },
    });
  }
  const given = digest(token);
  let matches = 0;
  for (const key of keys) {
    if (key !== undefined) matches += Number(timingSafeEqual(given, digest(key)));
  }
  if (matches === 0) throw new ServiceError('Forbidden', { detail: 'This token opens nothing here.' });
}

function digest(text: string): Buffer {
  return createHmac('sha256', pepper).update(text).digest();
}
