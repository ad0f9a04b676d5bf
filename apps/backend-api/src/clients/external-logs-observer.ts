import type { Logger } from '@slipway/logging';
import type { Registry } from 'prom-client';
import { Counter, Gauge } from 'prom-client';
import type { BreakerState } from './breaker.ts';
import type { Places } from './places.ts';
import type { UpstreamFault } from './upstream-error.ts';

/** Told by the client of external logs what happens. */
export interface ExternalLogsObserver {
  /** One attempt ended, well or not. */
  onAttempt(outcome: 'ok' | UpstreamFault): void;
  onBreaker(state: BreakerState): void;
  /** What is to be asked how many downloads run and wait. */
  watchPlaces(places: Pick<Places, 'taken' | 'waiting'>): void;
}

const STATE_VALUES: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };

/** Every outcome is there from the start: a series that appears with its first failure hides that failure. */
const OUTCOMES: Readonly<Record<'ok' | UpstreamFault, true>> = {
  ok: true,
  unreachable: true,
  untrusted: true,
  timeout: true,
  failed: true,
  busy: true,
  refused: true,
  invalid: true,
  cancelled: true,
};

/** Writes a line at each change of the breaker, and metrics once it has a registry. */
export function createExternalLogsObserver(
  logger: Logger,
): ExternalLogsObserver & { register(registry: Registry): void } {
  const counts = new Map(Object.keys(OUTCOMES).map((outcome) => [outcome, 0]));
  let state: BreakerState = 'closed';
  let places: Pick<Places, 'taken' | 'waiting'> | undefined;

  return {
    onAttempt: (outcome) => void counts.set(outcome, (counts.get(outcome) ?? 0) + 1),
    onBreaker(next) {
      const fields = { from: state, to: next };
      state = next;
      if (next === 'open') logger.warn('external log provider is left alone', fields);
      else if (next === 'half-open') logger.info('external log provider is tried again', fields);
      else logger.info('external log provider works again', fields);
    },
    watchPlaces: (watched) => void (places = watched),
    register(registry) {
      const registers = [registry];
      new Counter({
        name: 'external_logs_requests_total',
        help: 'Requests to the external log provider by how they ended, up to the first line of the answer.',
        labelNames: ['outcome'],
        registers,
        collect() {
          this.reset();
          for (const [outcome, count] of counts) this.inc({ outcome }, count);
        },
      });
      new Gauge({
        name: 'external_logs_breaker_state',
        help: '0 closed, 1 half-open, 2 open: the external log provider is left alone.',
        registers,
        collect() {
          this.set(STATE_VALUES[state]);
        },
      });
      new Gauge({
        name: 'external_logs_downloads',
        help: 'Downloads of external logs that run, and that wait for a place.',
        labelNames: ['state'],
        registers,
        collect() {
          this.set({ state: 'running' }, places?.taken() ?? 0);
          this.set({ state: 'waiting' }, places?.waiting() ?? 0);
        },
      });
    },
  };
}
