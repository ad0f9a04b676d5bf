/**
 * What an upstream did wrong in one attempt; `cancelled`: nothing, our own client left. README.md says how
 * each of them is answered.
 */
export type UpstreamFault =
  'unreachable' | 'untrusted' | 'timeout' | 'failed' | 'busy' | 'refused' | 'invalid' | 'cancelled';

/** Faults that may be gone at the next attempt; they are retried and count against the upstream. */
const PASSING: ReadonlySet<UpstreamFault> = new Set(['unreachable', 'timeout', 'failed', 'busy']);

/** One attempt at an upstream failed. Never carries the request, in which the key stands. */
export class UpstreamError extends Error {
  readonly fault: UpstreamFault;
  /** Milliseconds that the upstream asked to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(
    fault: UpstreamFault,
    message: string,
    options: { cause?: unknown; retryAfterMs?: number | undefined } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'UpstreamError';
    this.fault = fault;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Whether another attempt may help. */
export function isPassing(error: unknown): boolean {
  return error instanceof UpstreamError && PASSING.has(error.fault);
}

/** Whether nobody waits for the answer any more. */
export function isCancelled(error: unknown): boolean {
  return error instanceof UpstreamError && error.fault === 'cancelled';
}
