import type { DrainResult } from '@slipway/health';
import type { RootLogger } from '@slipway/logging';
import { exit, ServiceExitCodes } from './exit-codes.ts';
import type { ProcessHost } from './process-host.ts';

/** What is to be stopped; filled while the service starts. */
export interface Stoppable {
  /** Takes the service out of its ports. Absent before it listens. */
  stop?: (signal: AbortSignal) => Promise<DrainResult>;
  /** Ends what the service made for itself. */
  close?: (() => Promise<void> | void) | undefined;
  /** Longest time for all of it in milliseconds. */
  timeoutMs: () => number;
}

/** `close` gets at least this, even if the drain used up all the time. */
const MIN_CLOSE_MS = 500;

/**
 * Drains on SIGTERM and SIGINT, then ends the process: 0 when every request was answered, else 1. A second
 * signal ends it at once. Listens from the very start: as first process of a container, a program without
 * a listener would not feel the signal at all. Before the service listens there is nothing to drain.
 */
export function stopOnSignal(host: Pick<ProcessHost, 'on' | 'exit'>, target: Stoppable, logger: RootLogger): void {
  const force = new AbortController();
  let isStopping = false;
  async function stop(signal: NodeJS.Signals): Promise<void> {
    if (isStopping) return force.abort();
    isStopping = true;
    if (target.stop === undefined) return exit(host, logger, ServiceExitCodes.ok);
    const limit = performance.now() + target.timeoutMs();
    logger.info('draining', { signal, timeoutMs: target.timeoutMs() });
    const { isComplete, cutRequests } = await target.stop(force.signal);
    const closeMs = Math.max(MIN_CLOSE_MS, limit - performance.now());
    const isClosed = await closeWithin(target.close, closeMs, force.signal, logger);
    if (!isComplete) logger.error('stopped before every request was answered', { cutRequests });
    else if (!isClosed) logger.error('stopped before everything was closed');
    else logger.info('stopped');
    exit(host, logger, isComplete && isClosed ? ServiceExitCodes.ok : ServiceExitCodes.failed);
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) host.on(signal, () => void stop(signal));
}

async function closeWithin(
  close: Stoppable['close'],
  closeMs: number,
  force: AbortSignal,
  logger: RootLogger,
): Promise<boolean> {
  const { promise: whenLimit, resolve } = Promise.withResolvers<boolean>();
  if (force.aborted) resolve(false);
  force.addEventListener('abort', () => resolve(false), { once: true });
  const timer = setTimeout(() => resolve(false), closeMs);
  try {
    return await Promise.race([Promise.resolve(close?.()).then(() => true), whenLimit]);
  } catch (error) {
    logger.error('closing failed', { error });
    return false;
  } finally {
    clearTimeout(timer);
  }
}
