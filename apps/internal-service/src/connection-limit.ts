import type { Socket } from 'node:net';
import type { RouteHandler } from '@slipway/service-kit';
import { ServiceError } from '@slipway/service-kit';

/** Lets a route be used by a limited number of connections; see `createConnectionLimit`. */
export type LimitConnections = (handler: RouteHandler) => RouteHandler;

/**
 * One limit for all routes that are put under it. A connection counts from its first request there until it closes,
 * since a client that keeps it alive keeps it. One above `max` is answered 503 `Overloaded` with Retry-After and
 * closed. Limited here and not in the server, which would drop probes without an answer.
 */
export function createConnectionLimit({ max }: { max: () => number }): LimitConnections {
  const open = new Set<Socket>();
  return (handler) =>
    function limitConnections(req, res, next) {
      const { socket } = req;
      if (open.has(socket)) return handler(req, res, next);
      const limit = max();
      if (open.size >= limit) {
        const detail = `All ${limit} connections are in use.`;
        throw new ServiceError('Overloaded', { detail, headers: { 'Retry-After': '1', Connection: 'close' } });
      }
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      return handler(req, res, next);
    };
}
