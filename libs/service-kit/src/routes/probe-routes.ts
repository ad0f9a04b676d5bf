import type { Health } from '@slipway/health';
import type { RequestHandler } from 'express';
import { sendJson } from './send-json.ts';

/** Paths that say how the service is: neither logged nor measured. */
export const PROBE_PATHS: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/**
 * Liveness: 200 for who can answer, also while starting or draining. 503 with the time in milliseconds only
 * while the event loop's timers make no progress. Looks at nothing outside of the process.
 */
export function getHealthz({ health }: { health: Health }): RequestHandler {
  return function getHealthz(_req, res) {
    const { isAlive, stalledMs } = health.liveness();
    sendJson(res, isAlive ? 200 : 503, isAlive ? { status: 'alive' } : { status: 'stalled', stalledMs });
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
