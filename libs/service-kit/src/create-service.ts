import type { Health } from '@slipway/health';
import { createHealth } from '@slipway/health';
import type { Logger } from '@slipway/logging';
import { accessLog } from '@slipway/logging';
import express from 'express';
import type { Express } from 'express';
import { errorHandler, notFound } from './errors/error-handler.ts';
import type { Metrics } from './metrics/create-metrics.ts';
import { createMetrics } from './metrics/create-metrics.ts';
import { requestContext } from './middleware/request-context.ts';
import { requestLimits } from './middleware/request-limits.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import type { RouteTable } from './routes/mount-routes.ts';
import { mountRoutes } from './routes/mount-routes.ts';
import type { OpenApiDescription } from './routes/openapi.ts';
import { toOpenApi } from './routes/openapi.ts';
import { getHealthz, getReadyz, getVersion, PROBE_PATHS } from './routes/probe-routes.ts';
import { sendJson } from './routes/send-json.ts';

/** What a service is made of. */
export interface ServiceOptions {
  /** The project's name. */
  name: string;
  /** What `GET /version` says. Default `0.1.0`. */
  version?: string;
  logger: Logger;
  /** Default: a new one, ready. */
  health?: Health;
  /** The service's own routes; probes, version and OpenAPI document come by themselves. */
  routes: RouteTable;
  openapi: OpenApiDescription;
  /** Largest body of a request in bytes. Default 65536. */
  maxBodyBytes?: number;
  /** Whether the process's own metrics are collected. Default false; the running service sets it. */
  withProcessMetrics?: boolean;
}

/** A service that is built but does not listen. */
export interface Service {
  name: string;
  app: Express;
  health: Health;
  metrics: Metrics;
}

const DEFAULT_MAX_BODY_BYTES = 65_536;

/**
 * The one way to make a service: request id and context, metrics, access log, security headers, limits,
 * routes, problem documents. Builds only; nothing listens, reads the environment or starts a timer.
 *
 * @example
 * const { app } = createService({ name: 'echo', logger, routes: { '/': { get: hello } }, openapi });
 */
export function createService(options: ServiceOptions): Service {
  const { name, version = '0.1.0', logger, routes, openapi, maxBodyBytes = DEFAULT_MAX_BODY_BYTES } = options;
  const health = options.health ?? createHealth();
  const isProbe = (path: string) => PROBE_PATHS.has(path);
  const metrics = createMetrics({
    service: name,
    version,
    withProcess: options.withProcessMetrics ?? false,
    skip: isProbe,
  });
  const document = toOpenApi(openapi, version);

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  // One spelling for each path: what stands before a service hides and counts routes by their exact path.
  app.set('case sensitive routing', true);
  app.set('strict routing', true);
  app.use(requestContext());
  app.use(metrics.middleware);
  app.use(accessLog({ logger, skip: isProbe }));
  app.use(securityHeaders());
  app.use(requestLimits({ maxBodyBytes }));
  mountRoutes(app, {
    ...routes,
    '/healthz': { get: getHealthz() },
    '/readyz': { get: getReadyz({ health }) },
    '/version': { get: getVersion({ service: name, version }) },
    '/openapi.json': { get: (_req, res) => sendJson(res, 200, document) },
  });
  app.use(notFound());
  app.use(errorHandler({ logger }));
  return { name, app, health, metrics };
}
