import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Helmet's default headers. They are the same for every answer, so helmet runs once, at the start,
 * against a stand-in that records what it sets.
 */
export function securityHeaders(): RequestHandler {
  const headers = recordHeaders();
  return function securityHeaders(_req, res, next) {
    for (const [name, value] of headers) res.setHeader(name, value);
    next();
  };
}

function recordHeaders(): [string, string][] {
  const recorded = new Map<string, string>();
  const standIn = {
    setHeader: (name: string, value: string) => void recorded.set(name, value),
    removeHeader: (name: string) => void recorded.delete(name),
  };
  helmet()({} as IncomingMessage, standIn as unknown as ServerResponse, (error?: unknown) => {
    if (error !== undefined) throw error;
  });
  return [...recorded];
}
