import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import helmet from '@fastify/helmet';
import { fastify, LogController } from 'fastify';
import { pino } from 'pino';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { BODY } from './body.ts';
import { bodySchema } from './fastify-schema.ts';

/**
 * Fastify with the features of our stack: helmet's headers, a request id that is taken over or made and
 * returned, a request context, the same histogram, requests in flight, one access line that carries the id.
 */
const WELL_FORMED_ID = /^[A-Za-z0-9_.:=-]{1,128}$/;
const context = new AsyncLocalStorage<{ requestId: string }>();

const registry = new Registry();
registry.setDefaultLabels({ service: 'fastify' });
collectDefaultMetrics({ register: registry });
let inFlight = 0;
new Gauge({
  name: 'http_requests_in_flight',
  help: 'Requests that are not answered to the end yet.',
  registers: [registry],
  collect() {
    this.set(inFlight);
  },
});
const durations = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time from the head of a request to the end of its answer.',
  labelNames: ['method', 'route', 'status_code'],
  buckets: (process.env['BUCKETS'] ?? '').split(',').map(Number),
  registers: [registry],
});

const logger = pino({
  base: { service: 'fastify' },
  timestamp: pino.stdTimeFunctions.isoTime,
  mixin: () => context.getStore() ?? {},
});
const app = fastify({
  loggerInstance: logger,
  // The context carries the id, so no request needs a logger of its own.
  childLoggerFactory: (parent) => parent,
  logController: new LogController({ disableRequestLogging: true }),
  requestIdHeader: false,
  genReqId(req) {
    const given = req.headers['x-request-id'];
    return typeof given === 'string' && WELL_FORMED_ID.test(given) ? given : randomUUID();
  },
});
await app.register(helmet);
app.addHook('onRequest', (request, reply, done) => {
  inFlight += 1;
  void reply.header('X-Request-Id', request.id);
  context.run({ requestId: request.id }, done);
});
app.addHook('onResponse', (request, reply, done) => {
  inFlight -= 1;
  const { method, routeOptions, url } = request;
  const labels = { method, route: routeOptions.url ?? 'unmatched', status_code: reply.statusCode };
  durations.observe(labels, reply.elapsedTime / 1000);
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  const durationMs = Math.round(reply.elapsedTime * 10) / 10;
  logger.info({ method, path, status: reply.statusCode, durationMs }, 'request');
  done();
});
app.get('/', { schema: bodySchema }, async (_request, reply) => {
  void reply.header('Cache-Control', 'no-store');
  return BODY;
});
await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1', backlog: 4096 });

createServer((_req, res) => {
  void registry.metrics().then((text) => res.setHeader('Content-Type', registry.contentType).end(text));
}).listen(Number(process.env['METRICS_PORT']), '127.0.0.1');
