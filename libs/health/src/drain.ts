import type { Server } from 'node:http';
import type { Connections } from './connections.ts';

/** Options of `drain`. Times in milliseconds. */
export interface DrainOptions {
  server: Server;
  connections: Connections;
  /** After this time everything still open is cut. */
  timeoutMs: number;
  /**
   * The listener stays open at least this long, so that clients with an idle keep-alive socket meet
   * `Connection: close` instead of a closed socket. Default 250.
   */
  lingerMs?: number;
  /** How often idle sockets are looked for. Default 100. */
  sweepEveryMs?: number;
  /** Cuts at once when it aborts. */
  signal?: AbortSignal;
}

/** How a drain ended; `cutRequests` were still in flight at the hard limit. */
export interface DrainResult {
  isComplete: boolean;
  cutRequests: number;
}

export const DEFAULT_LINGER_MS = 250;
export const DEFAULT_SWEEP_EVERY_MS = 100;

/**
 * Takes a server out of service without losing a request. While the requests of this moment finish,
 * the listener stays open: probes are answered (readiness 503, liveness 200) and late requests are
 * served, each with `Connection: close`. Then it closes, late requests finish, idle sockets are swept.
 * Node's own `close()` leaves busy keep-alive sockets open after their answer, hence the sweep.
 */
export async function drain(options: DrainOptions): Promise<DrainResult> {
  const { server, connections, timeoutMs } = options;
  const { lingerMs = DEFAULT_LINGER_MS, sweepEveryMs = DEFAULT_SWEEP_EVERY_MS } = options;
  const limit = options.signal
    ? AbortSignal.any([AbortSignal.timeout(timeoutMs), options.signal])
    : AbortSignal.timeout(timeoutMs);
  const whenLimit = new Promise<void>((resolve) => {
    if (limit.aborted) resolve();
    else limit.addEventListener('abort', () => resolve());
  });

  connections.closeAfterAnswers();
  const linger = new Promise<void>((resolve) => setTimeout(resolve, lingerMs));
  await Promise.race([Promise.all([connections.whenCurrentRequestsDone(), linger]), whenLimit]);

  const whenClosed = new Promise<void>((resolve) => server.close(() => resolve()));
  connections.sweepIdle();
  const sweep = setInterval(() => connections.sweepIdle(), sweepEveryMs);
  const cutRequests = await Promise.race([whenClosed.then(() => 0), whenLimit.then(() => connections.requestCount())]);
  clearInterval(sweep);
  server.closeAllConnections();
  return { isComplete: cutRequests === 0, cutRequests };
}
