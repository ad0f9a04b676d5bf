import type { Request, Response } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { ProblemCode } from '../errors/problem-table.ts';
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
  /** A request came. */
  begin(): void;
  /** It was answered, or its client left: counted by method, route template and status, never by path. */
  end(req: Request, res: Response, seconds: number): void;
  /** A request was refused before its route. */
  refuse(code: ProblemCode): void;
}

/** Options of `createMetrics`. */
export interface MetricsOptions {
  service: string;
  version: string;
  /** Whether the process's own metrics (CPU, memory, event loop) are there. */
  withProcess: boolean;
}

/** A registry of its own per service, so that two can live in one process. */
export function createMetrics({ service, version, withProcess }: MetricsOptions): Metrics {
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

  const refused = new Counter({
    name: 'http_requests_refused_total',
    help: 'Requests that were answered without being served, by the code of their problem.',
    labelNames: ['code'],
    registers: [registry],
  });

  return {
    registry,
    begin: () => void (inFlight += 1),
    end(req, res, seconds) {
      inFlight -= 1;
      const method = METHODS.has(req.method) ? req.method : 'OTHER';
      const route = typeof req.route?.path === 'string' ? req.route.path : 'unmatched';
      // 499, as proxies log it: the client left before the answer.
      const status = res.writableFinished ? res.statusCode : 499;
      durations.observe(method, route, status, seconds);
    },
    refuse: (code) => void refused.inc({ code }),
  };
}
