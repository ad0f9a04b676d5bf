import { BrokenCircuitError, BulkheadRejectedError, TaskCancelledError } from 'cockatiel';
import { ServiceError } from '@slipway/service-kit';
import type { UpstreamFault } from './upstream-error.ts';
import { UpstreamError } from './upstream-error.ts';

const ANSWERS = {
  unreachable: ['UpstreamUnreachable', 'The log provider could not be reached.'],
  failed: ['UpstreamFailed', 'The log provider failed.'],
  refused: ['UpstreamRefused', 'The log provider did not accept the integration key.'],
  invalid: ['UpstreamInvalid', 'The log provider answered something else than logs.'],
} as const satisfies Record<Exclude<UpstreamFault, 'busy'>, unknown>;

/** What a failed download is to our own client. Other errors stay as they are. */
export function toServiceError(error: unknown, { retryAfterMs }: { retryAfterMs: number }): unknown {
  const seconds = (value: number) => ({ 'Retry-After': String(Math.max(1, Math.ceil(value))) });
  if (error instanceof TaskCancelledError) {
    return new ServiceError('UpstreamTimeout', { detail: 'The log provider did not answer in time.', cause: error });
  }
  if (error instanceof BrokenCircuitError) {
    const detail = 'The log provider failed repeatedly and is left alone for a moment.';
    return new ServiceError('UpstreamUnavailable', { detail, headers: seconds(retryAfterMs / 1000), cause: error });
  }
  if (error instanceof BulkheadRejectedError) {
    const detail = 'Too many downloads are running.';
    return new ServiceError('UpstreamUnavailable', { detail, headers: seconds(1), cause: error });
  }
  if (!(error instanceof UpstreamError)) return error;
  if (error.fault === 'busy') {
    const detail = 'The log provider is busy.';
    return new ServiceError('UpstreamUnavailable', { detail, headers: seconds(error.retryAfter ?? 1), cause: error });
  }
  const [code, detail] = ANSWERS[error.fault];
  return new ServiceError(code, { detail, cause: error });
}
