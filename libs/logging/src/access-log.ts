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

/** What proxies log for a client that left before it got a status. */
const CLIENT_CLOSED_REQUEST = 499;

/**
 * The one line of a request, for whoever hears of the end of its answer (`close`). When the answer did not
 * get to its end the line says `aborted: true`, with the status that was sent, or 499 where none was. Run
 * it in the context of the request.
 */
export function logAccess(logger: Logger, req: IncomingMessage, res: ServerResponse, facts: AccessFacts): void {
  const durationMs = Math.round(facts.durationMs * 10) / 10;
  const isAborted = !res.writableFinished;
  const status = isAborted && !res.headersSent ? CLIENT_CLOSED_REQUEST : res.statusCode;
  const line = { method: req.method, path: facts.path, status, durationMs };
  logger.info('request', isAborted ? { ...line, aborted: true } : line);
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
