/** What readiness says: ready, or the reasons why not. */
export interface Readiness {
  isReady: boolean;
  /** One entry per condition that is not met: condition name to reason. */
  reasons: Readonly<Record<string, string>>;
}

/**
 * Readiness as state: conditions are flipped by whoever notices, and asking calls nothing. Liveness
 * needs no state at all: a process that can answer is alive, also while it drains.
 */
export interface Health {
  readiness(): Readiness;
  /** Puts a condition out of order with a reason, or, with undefined, in order again. */
  setFault(condition: string, reason: string | undefined): void;
  /** Called whenever readiness turned over. */
  onChange(listener: (readiness: Readiness) => void): void;
}

/** Health of one service; ready until a fault is set. */
export function createHealth(): Health {
  const faults = new Map<string, string>();
  const listeners: ((readiness: Readiness) => void)[] = [];
  const readiness = () => ({ isReady: faults.size === 0, reasons: Object.fromEntries(faults) });

  return {
    readiness,
    setFault(condition, reason) {
      const wasReady = faults.size === 0;
      if (reason === undefined) faults.delete(condition);
      else faults.set(condition, reason);
      if ((faults.size === 0) !== wasReady) for (const listener of listeners) listener(readiness());
    },
    onChange: (listener) => void listeners.push(listener),
  };
}
