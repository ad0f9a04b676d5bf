import { BrokenCircuitError, circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import { isCancelled, isPassing } from './upstream-error.ts';

/** `closed` lets all through, `open` nobody, `half-open` one call, which decides. */
export type BreakerState = 'closed' | 'half-open' | 'open';

/** The provider is left alone for now. */
export class BreakerOpenError extends Error {
  /** Milliseconds until it is tried again. */
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super('the provider is left alone after failures in a row');
    this.name = 'BreakerOpenError';
    this.retryAfterMs = retryAfterMs;
  }
}

/** Leaves an upstream alone that fails again and again. */
export interface Breaker {
  /** Runs `attempt`, or throws `BreakerOpenError` without running it. */
  execute<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** Options of `createBreaker`. */
export interface BreakerOptions {
  /** Failures in a row that open it. */
  breakAfter: number;
  /** Milliseconds until one call is let through. */
  breakForMs: number;
  onChange: (state: BreakerState) => void;
}

const NAMES: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};

/** A breaker that counts faults that may pass. Others prove neither that the upstream works nor that it fails. */
export function createBreaker({ breakAfter, breakForMs, onChange }: BreakerOptions): Breaker {
  let openUntil = 0;
  const policy = circuitBreaker(
    // A probe whose client left proves nothing: without this it would close the breaker.
    handleWhen((error) => isPassing(error) || (isCancelled(error) && policy.state === CircuitState.HalfOpen)),
    { halfOpenAfter: breakForMs, breaker: new ConsecutiveBreaker(breakAfter) },
  );
  policy.onStateChange((state) => {
    if (state === CircuitState.Open) openUntil = performance.now() + breakForMs;
    onChange(NAMES[state]);
  });
  return {
    async execute(attempt, signal) {
      try {
        return await policy.execute(attempt, signal);
      } catch (error) {
        if (error instanceof BrokenCircuitError) throw new BreakerOpenError(Math.max(0, openUntil - performance.now()));
        throw error;
      }
    },
  };
}
