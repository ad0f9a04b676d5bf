import type { IBackoffFactory, IRetryBackoffContext } from 'cockatiel';
import { DelegateBackoff } from 'cockatiel';
import { UpstreamError } from './upstream-error.ts';

/** Options of `createBackoff`. Times in milliseconds. */
export interface BackoffOptions {
  /** Shortest pause. */
  initial: number;
  /** Longest pause by chance; what the upstream asks for may be longer. */
  max: number;
  /** From 0 up to, but not including, 1. Default `Math.random`. */
  random?: () => number;
}

/**
 * Pauses between attempts: by chance between the shortest and three times the one before, so that clients
 * which failed together do not come back together, and never shorter than the upstream asks for.
 */
export function createBackoff(options: BackoffOptions): IBackoffFactory<IRetryBackoffContext<unknown>> {
  const { initial, max, random = Math.random } = options;
  return new DelegateBackoff<IRetryBackoffContext<unknown>, number>(({ result }, before = initial) => {
    const state = Math.min(max, initial + random() * (before * 3 - initial));
    const error = 'error' in result ? result.error : undefined;
    const asked = error instanceof UpstreamError ? (error.retryAfterMs ?? 0) : 0;
    return { delay: Math.max(state, asked), state };
  });
}
