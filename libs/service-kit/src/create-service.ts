import type { Health } from '@slipway/health';
import { createHealth } from '@slipway/health';
import type { Logger } from '@slipway/logging';
import express from 'express';
import type { Express } from 'express';
import { errorHandler, notFound } from './errors/error-handler.ts';
import type { Metrics } from './metrics/create-metrics.ts';
import { createMetrics } from './metrics/create-metrics.ts';
import { front } from './middleware/front.ts';
import type { RouteTable } from './routes/mount-routes.ts';
import { mountRoutes } from './routes/mount-routes.ts';
import type { OpenApiDescription } from './routes/openapi.ts';
import { toOpenApi } from './routes/openapi.ts';
import { COMMON_PATHS } from './routes/openapi-common.ts';
import { getHealthz, getReadyz, getVersion, PROBE_PATHS } from './routes/probe-routes.ts';
import { sendJson } from './routes/send-json.ts';
import { serviceSettings } from './settings/service-settings.ts';
import type { ServiceSettings } from './settings/service-settings.ts';
import type { SettingValues } from './settings/setting.ts';

/** What a service is made of. */
export interface ServiceOptions {
  /** The project's name. */
  name: string;
  logger: Logger;
  /** Default: a new one, ready. */
  health?: Health;
  /** The service's own routes; probes, version and OpenAPI document come by themselves. */
  routes: RouteTable;
  openapi: OpenApiDescription;
  /** Its settings, read where they are used, since some change while it runs. Default: their defaults. */
  settings?: Partial<SettingValues<CreateSettings>>;
  /** Wins over SERVICE_VERSION. */
  version?: string;
  /** Wins over MAX_BODY_BYTES. */
  maxBodyBytes?: number;
  /** Whether the process's own metrics are collected. Default false; the running service sets it. */
  withProcessMetrics?: boolean;
}

/** The settings that building takes into account. */
type CreateSettings = Pick<ServiceSettings, 'SERVICE_VERSION' | 'MAX_BODY_BYTES' | 'MAX_CONCURRENT_REQUESTS'>;

/** A service that is built but does not listen. */
export interface Service {
  name: string;
  app: Express;
  health: Health;
  metrics: Metrics;
}

const defaults = {
  version: serviceSettings.SERVICE_VERSION.defaultValue as string,
  maxBodyBytes: serviceSettings.MAX_BODY_BYTES.defaultValue as number,
  maxConcurrentRequests: serviceSettings.MAX_CONCURRENT_REQUESTS.defaultValue as number,
};

/**
 * The one way to make a service: request id and context, metrics, access log, security headers, limits,
 * routes, problem documents. Builds only; nothing listens, reads the environment or starts a timer.
 *
 * @example
 * const { app } = createService({ name: 'echo', logger, routes: { '/': { get: hello } }, openapi });
 */
export function createService(options: ServiceOptions): Service {
  const { name, logger, routes, openapi, settings = {} } = options;
  const version = options.version ?? settings.SERVICE_VERSION ?? defaults.version;
  const health = options.health ?? createHealth();
  const metrics = createMetrics({ service: name, version, withProcess: options.withProcessMetrics ?? false });
  const document = toOpenApi(openapi, version);

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  // One spelling for each path: what stands before a service hides and counts routes by their exact path.
  app.set('case sensitive routing', true);
  app.set('strict routing', true);
  app.use(
    front({
      logger,
      metrics,
      isQuiet: (path) => PROBE_PATHS.has(path),
      isExempt: (path) => Object.hasOwn(COMMON_PATHS, path),
      maxBodyBytes: () => options.maxBodyBytes ?? settings.MAX_BODY_BYTES ?? defaults.maxBodyBytes,
      maxConcurrentRequests: () => settings.MAX_CONCURRENT_REQUESTS ?? defaults.maxConcurrentRequests,
    }),
  );
  mountRoutes(app, {
    ...routes,
    '/healthz': { get: getHealthz({ health }) },
    '/readyz': { get: getReadyz({ health }) },
    '/version': { get: getVersion({ service: name, version }) },
    '/openapi.json': { get: (_req, res) => sendJson(res, 200, document) },
  });
  app.use(notFound());
  app.use(errorHandler({ logger }));
  return { name, app, health, metrics };
}
