import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { createDurationHistogram } from './duration-histogram.ts';

/**
 * Upper bounds of the duration histogram in seconds: client defaults jump from 2.5 to 5, which cannot
 * tell a 3 s answer from a 5 s one, so 3 s is bracketed closely.
 */
export const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 2.9, 3.1, 3.5, 5, 10, 30];

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** The metrics of one service. */
export interface Metrics {
  registry: Registry;
  /** Counts requests and their time by method, route template and status; never by path. */
  middleware: RequestHandler;
}

/** Options of `createMetrics`. */
export interface MetricsOptions {
  service: string;
  version: string;
  /** Whether the process's own metrics (CPU, memory, event loop) are there. Default true. */
  withProcess?: boolean;
  /** Paths that are not measured, for example probes. Default: none. */
  skip?: (path: string) => boolean;
}

/** A registry of its own per service, so that two can live in one process. */
export function createMetrics({ service, version, withProcess = true, skip }: MetricsOptions): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  if (withProcess) collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'service_info',
    help: 'Always 1; the labels tell what runs.',
    labelNames: ['version', 'node'],
    registers: [registry],
  }).set({ version, node: process.version }, 1);
  let inFlight = 0;
  new Gauge({
    name: 'http_requests_in_flight',
    help: 'Requests that are not answered to the end yet.',
    registers: [registry],
    collect() {
      this.set(inFlight);
    },
  });
  const durations = createDurationHistogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer.',
    buckets: DURATION_BUCKETS,
    registry,
  });

  function middleware(...[req, res, next]: Parameters<RequestHandler>): void {
    if (skip?.(req.path) === true) return next();
    const start = performance.now();
    inFlight += 1;
    res.once('close', () => {
      inFlight -= 1;
      const method = METHODS.has(req.method) ? req.method : 'OTHER';
      const route = typeof req.route?.path === 'string' ? req.route.path : 'unmatched';
      // 499, as proxies log it: the client left before the answer.
      const status = res.writableFinished ? res.statusCode : 499;
      durations.observe(method, route, status, (performance.now() - start) / 1000);
    });
    next();
  }
  return { registry, middleware };
}
