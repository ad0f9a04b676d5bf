import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { Registry } from 'prom-client';

/** A server of its own for `GET /metrics`, so that the numbers are never reachable where users are. */
export function createMetricsServer(registry: Registry): Server {
  return createServer({ headersTimeout: 5000, requestTimeout: 5000 }, (req, res) => {
    const path = req.url?.split('?', 1)[0];
    if (path !== '/metrics') return void res.writeHead(404).end();
    if (req.method !== 'GET' && req.method !== 'HEAD') return void res.writeHead(405, { Allow: 'GET, HEAD' }).end();
    registry.metrics().then(
      (text) => res.writeHead(200, { 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' }).end(text),
      () => res.writeHead(500).end(),
    );
  });
}
