import type { Health } from '@slipway/health';
import type { RequestHandler } from 'express';
import { sendJson } from './send-json.ts';

/** Paths that say how the service is: neither logged nor measured. */
export const PROBE_PATHS: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/** Liveness: who can answer is alive, also while draining. Looks at nothing else. */
export function getHealthz(): RequestHandler {
  return function getHealthz(_req, res) {
    sendJson(res, 200, { status: 'alive' });
  };
}

/** Readiness: 200, or 503 with the conditions that are not met. */
export function getReadyz({ health }: { health: Health }): RequestHandler {
  return function getReadyz(_req, res) {
    const { isReady, reasons } = health.readiness();
    sendJson(res, isReady ? 200 : 503, isReady ? { status: 'ready' } : { status: 'not ready', reasons });
  };
}

/** What runs here: service, version, Node version. */
export function getVersion(version: { service: string; version: string }): RequestHandler {
  const body = { ...version, node: process.version };
  return function getVersion(_req, res) {
    sendJson(res, 200, body);
  };
}
