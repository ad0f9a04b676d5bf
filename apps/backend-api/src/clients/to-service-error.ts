import { ServiceError } from '@slipway/service-kit';
import { BreakerOpenError } from './breaker.ts';
import { NoPlaceError } from './places.ts';
import type { UpstreamFault } from './upstream-error.ts';
import { UpstreamError } from './upstream-error.ts';

const ANSWERS = {
  unreachable: ['UpstreamUnreachable', 'The log provider could not be reached.'],
  untrusted: ['UpstreamUnreachable', 'The log provider could not prove who it is.'],
  timeout: ['UpstreamTimeout', 'The log provider did not answer in time.'],
  failed: ['UpstreamFailed', 'The log provider failed.'],
  refused: ['UpstreamRefused', 'The log provider did not accept the integration key.'],
  invalid: ['UpstreamInvalid', 'The log provider answered something else than logs.'],
} as const satisfies Record<Exclude<UpstreamFault, 'busy' | 'cancelled'>, unknown>;

/** What a failed download is to our own client. Other errors, and a client that left, stay as they are. */
export function toServiceError(error: unknown): unknown {
  if (error instanceof BreakerOpenError) {
    return unavailable('The log provider failed repeatedly and is left alone for a moment.', error.retryAfterMs, error);
  }
  if (error instanceof NoPlaceError) return unavailable('Too many downloads are running.', 1000, error);
  if (!(error instanceof UpstreamError) || error.fault === 'cancelled') return error;
  if (error.fault === 'busy') return unavailable('The log provider is busy.', error.retryAfterMs ?? 1000, error);
  const [code, detail] = ANSWERS[error.fault];
  return new ServiceError(code, { detail, cause: error });
}

function unavailable(detail: string, retryAfterMs: number, cause: unknown): ServiceError {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
  return new ServiceError('UpstreamUnavailable', { detail, headers: { 'Retry-After': String(seconds) }, cause });
}
