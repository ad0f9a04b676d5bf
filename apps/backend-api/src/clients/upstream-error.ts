/** What an upstream did wrong in one attempt. */
export type UpstreamFault = 'unreachable' | 'failed' | 'busy' | 'refused' | 'invalid';

/** Faults that may be gone at the next attempt; they are retried and count against the upstream. */
const PASSING: ReadonlySet<UpstreamFault> = new Set(['unreachable', 'failed', 'busy']);

/** One attempt at an upstream failed. */
export class UpstreamError extends Error {
  readonly fault: UpstreamFault;
  /** Seconds that the upstream asked to wait. */
  readonly retryAfter: number | undefined;

  constructor(
    fault: UpstreamFault,
    message: string,
    options: { cause?: unknown; retryAfter?: number | undefined } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'UpstreamError';
    this.fault = fault;
    this.retryAfter = options.retryAfter;
  }
}

/** Whether another attempt may help. */
export function isPassing(error: unknown): boolean {
  return error instanceof UpstreamError && PASSING.has(error.fault);
}
