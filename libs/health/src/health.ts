import type { LoopWatch } from './loop-watch.ts';

/** What readiness says: ready, or the reasons why not. */
export interface Readiness {
  isReady: boolean;
  /** One entry per condition that is not met: condition name to reason. */
  reasons: Readonly<Record<string, string>>;
}

/** What liveness says; `stalledMs` is how long the event loop's timers have been overdue. */
export interface Liveness {
  isAlive: boolean;
  stalledMs: number;
}

/** Where a service is in its life; it only ever moves on. */
export type Phase = 'starting' | 'ready' | 'draining';

/**
 * Readiness as state: phases are moved by the hooks of the service's life, conditions flipped by whoever
 * notices, and asking calls nothing. Liveness is another matter: it stays good while the service starts
 * or drains and whatever it depends on is out of order, since a restart would help none of that.
 */
export interface Health {
  readiness(): Readiness;
  liveness(): Liveness;
  phase(): Phase;
  /** Moves on in life: only `ready` can be ready. A step back, as to ready while draining, is ignored. */
  moveTo(phase: Phase): void;
  /** Puts a condition out of order with a reason, or, with undefined, in order again. */
  setFault(condition: string, reason: string | undefined): void;
  /** Called whenever readiness turned over. */
  onChange(listener: (readiness: Readiness) => void): void;
}

/** Options of `createHealth`. */
export interface HealthOptions {
  /** Where life begins. Default `ready`, for what is put together without a start of its own. */
  phase?: Phase;
  /** Tells liveness; who starts it stops it. Default: always alive. */
  loop?: Pick<LoopWatch, 'stalledMs' | 'isAlive'>;
}

const ORDER: Readonly<Record<Phase, number>> = { starting: 0, ready: 1, draining: 2 };

/** The condition under which a phase that is not `ready` is among the reasons. */
const LIFECYCLE = 'lifecycle';

const PHASE_REASONS: Readonly<Record<Phase, string | undefined>> = {
  starting: 'the service is starting',
  ready: undefined,
  draining: 'the service is shutting down',
};

/**
 * Health of one service.
 *
 * @example
 * const health = createHealth({ phase: 'starting', loop });
 * health.moveTo('ready'); // it listens
 * health.setFault('entry-store', 'no room is left');
 * health.moveTo('draining'); // SIGTERM
 */
export function createHealth(options: HealthOptions = {}): Health {
  const { loop } = options;
  const faults = new Map<string, string>();
  const listeners: ((readiness: Readiness) => void)[] = [];
  let phase: Phase = options.phase ?? 'ready';

  function readiness(): Readiness {
    const reason = PHASE_REASONS[phase];
    const reasons = Object.fromEntries(reason === undefined ? faults : [[LIFECYCLE, reason], ...faults]);
    return { isReady: phase === 'ready' && faults.size === 0, reasons };
  }
  function change(work: () => void): void {
    const wasReady = readiness().isReady;
    work();
    const now = readiness();
    if (now.isReady !== wasReady) for (const listener of listeners) listener(now);
  }
  return {
    readiness,
    liveness: () => ({ isAlive: loop?.isAlive() ?? true, stalledMs: loop?.stalledMs() ?? 0 }),
    phase: () => phase,
    moveTo: (next) =>
      change(() => {
        if (ORDER[next] > ORDER[phase]) phase = next;
      }),
    setFault: (condition, reason) =>
      change(() => {
        if (reason === undefined) faults.delete(condition);
        else faults.set(condition, reason);
      }),
    onChange: (listener) => void listeners.push(listener),
  };
}
