import type { SettingValues } from '@slipway/service-kit';
import { ServiceError } from '@slipway/service-kit';
import { checkBearer } from './bearer-keys.ts';
import type { RateLimit } from './rate-limit.ts';
import type { DataApiSettings } from './settings.ts';

/** Peers ask once for each request that any replica gets. */
const PEER_FACTOR = 10;

/** Options of `admitCaller`. */
export interface AdmitCallerOptions {
  authorization: string | undefined;
  /** Whether another replica asks for this one's own entries. */
  isForPeer: boolean;
  /** The current keys and rates. */
  values: SettingValues<DataApiSettings>;
  limit: RateLimit;
}

/**
 * Lets in who holds a key, as often as the rate allows. Throws 401 `Unauthorized`, 403 `Forbidden`, and 429
 * `TooManyRequests` with `Retry-After`. All wrong tokens share one bucket, which no right one takes from.
 */
export function admitCaller({ authorization, isForPeer, values, limit }: AdmitCallerOptions): void {
  const { isRight, digest } = checkBearer(authorization, [
    values.LOGS_API_KEY,
    values.LOGS_API_KEY_DEVELOPMENT,
    values.LOGS_API_KEY_STAGING,
    values.LOGS_API_KEY_PRODUCTION,
  ]);
  const factor = isRight && isForPeer ? PEER_FACTOR : 1;
  const rate = { perMinute: values.LOGS_RATE_PER_MINUTE * factor, burst: values.LOGS_RATE_BURST * factor };
  const waitMs = limit.take(isRight ? `${isForPeer ? 'peer' : 'key'} ${digest}` : 'wrong', rate);
  if (waitMs > 0) {
    throw new ServiceError('TooManyRequests', {
      detail: isRight ? 'This key asks too often.' : 'Wrong keys come too often.',
      headers: { 'Retry-After': String(Math.ceil(waitMs / 1000)) },
    });
  }
  if (!isRight) throw new ServiceError('Forbidden', { detail: 'This token opens nothing here.' });
}
