import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from './logger.ts';
import { currentContext, runWithContext } from './request-context.ts';

/** What is known of a request besides its own and its answer's objects. */
export interface AccessFacts {
  /** Without the query, which may carry what must not be logged. */
  path: string;
  /** From the head of the request to the end of its answer. */
  durationMs: number;
}

/**
 * The one line of a request, for whoever hears of the end of its answer (`close`). Says `aborted: true`
 * when the client went away before it, and has no status where none was sent. Run it in the context of
 * the request.
 */
export function logAccess(logger: Logger, req: IncomingMessage, res: ServerResponse, facts: AccessFacts): void {
  const durationMs = Math.round(facts.durationMs * 10) / 10;
  const line = { method: req.method, path: facts.path, status: res.statusCode, durationMs };
  if (res.writableFinished) logger.info('request', line);
  else if (res.headersSent) logger.info('request', { ...line, aborted: true });
  else logger.info('request', { method: req.method, path: facts.path, durationMs, aborted: true });
}

/** Options of `accessLog`. */
export interface AccessLogOptions {
  logger: Logger;
  /** Requests that are not logged, for example probes. Default: none. */
  skip?: (path: string) => boolean;
  /** Milliseconds that never go back. Default `performance.now`. */
  now?: () => number;
}

/** Middleware that writes one line per request with `logAccess`. */
export function accessLog({ logger, skip, now = () => performance.now() }: AccessLogOptions) {
  return function accessLog(req: IncomingMessage, res: ServerResponse, next: () => void): void {
    const path = toPath(req.url ?? '/');
    if (!logger.isEnabled('info') || skip?.(path) === true) return next();
    const start = now();
    const context = currentContext();
    const logLine = () => logAccess(logger, req, res, { path, durationMs: now() - start });
    // `close` comes right after `finish`, and alone when the client went away first; then in the socket's
    // own context, not in the request's.
    res.once('close', () => (context ? runWithContext(context, logLine) : logLine()));
    next();
  };
}

/** The path of a request target, without its query. */
function toPath(url: string): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}
