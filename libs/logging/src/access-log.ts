import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from './logger.ts';
import { currentContext, runWithContext } from './request-context.ts';

/** Options of `accessLog`. */
export interface AccessLogOptions {
  logger: Logger;
  /** Requests that are not logged, for example probes. Default: none. */
  skip?: (path: string) => boolean;
  /** Milliseconds that never go back. Default `performance.now`. */
  now?: () => number;
}

/**
 * Writes one line per request: at the end of the answer, or, with `aborted: true`, when the client
 * went away before it. The query is left out, since it may carry what must not be logged.
 */
export function accessLog({ logger, skip, now = () => performance.now() }: AccessLogOptions) {
  return function accessLog(req: IncomingMessage, res: ServerResponse, next: () => void): void {
    const path = toPath(req.url ?? '/');
    if (!logger.isEnabled('info') || skip?.(path) === true) return next();
    const start = now();
    const context = currentContext();
    function logLine(): void {
      logAccess(logger, req, res, { path, durationMs: now() - start });
    }
    // `close` comes right after `finish`, and alone when the client went away first; then in the socket's
    // own context, not in the request's.
    res.once('close', () => (context ? runWithContext(context, logLine) : logLine()));
    next();
  };
}

/** The line of one request whose answer has ended, for whoever knows by itself when that is. */
export function logAccess(
  logger: Logger,
  req: IncomingMessage,
  res: ServerResponse,
  { path, durationMs }: { path: string; durationMs: number },
): void {
  const line = { method: req.method, path, status: res.statusCode, durationMs: Math.round(durationMs * 10) / 10 };
  logger.info('request', res.writableFinished ? line : { ...line, aborted: true });
}

/** The path of a request target, without its query. */
function toPath(url: string): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}
