import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { Registry } from 'prom-client';
import { sendProblem } from '../errors/error-handler.ts';
import { addBaseHeaders, endWithText } from '../middleware/base-headers.ts';
import { toRequestId } from '../middleware/request-context.ts';
import { createClientErrorAnswer } from './client-errors.ts';
import { cutStalled } from './cut-stalled.ts';

/** Who scrapes sends a few headers at once and takes the answer at once. */
const TIMEOUT_MS = 5000;

/**
 * A server of its own for `GET /metrics`, so that the numbers are never reachable where users are. The Prometheus
 * text format alone: prom-client knows the OpenMetrics one per registry, not per request.
 */
export function createMetricsServer(registry: Registry): Server {
  const server = createServer(
    { headersTimeout: TIMEOUT_MS, requestTimeout: TIMEOUT_MS, connectionsCheckingInterval: 1000 },
    answerMetrics(registry),
  );
  cutStalled(server, TIMEOUT_MS);
  return server.on(
    'clientError',
    createClientErrorAnswer(() => undefined),
  );
}

function answerMetrics(registry: Registry): RequestListener {
  return function metrics(req, res) {
    const [path] = (req.url as string).split('?', 1) as [string];
    addBaseHeaders(res, toRequestId(req.headers));
    if (path !== '/metrics') return sendProblem(res, 'NotFound', 'There is nothing under this path.', path);
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      res.setHeader('Allow', 'GET, HEAD');
      return sendProblem(res, 'MethodNotAllowed', 'Allowed here: GET, HEAD.', path);
    }
    registry.metrics().then(
      (text) => endWithText(res, 200, ['Content-Type', registry.contentType, 'Cache-Control', 'no-store'], text),
      () => sendProblem(res, 'InternalError', 'The metrics could not be collected.', path),
    );
  };
}
