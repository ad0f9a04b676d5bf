import type { Request, RequestHandler, Response } from 'express';
import { ServiceError } from '../errors/service-error.ts';

/** Options of `requestLimits`. */
export interface RequestLimitsOptions {
  /** Largest body in bytes, announced or received. */
  maxBodyBytes: number;
}

/**
 * Refuses requests of HTTP/1.1 without a host (400) and bodies over the limit, announced or not (413).
 * Routes here take no body: an allowed one is dropped, and a refused one ends the connection with the
 * answer, so that no client can keep the service swallowing.
 */
export function requestLimits({ maxBodyBytes }: RequestLimitsOptions): RequestHandler {
  return function requestLimits(req, res, next) {
    if (req.headers.host === undefined && req.httpVersionMinor > 0) {
      return next(new ServiceError('InvalidRequest', { detail: 'The Host header is missing.' }));
    }
    const announced = req.headers['content-length'];
    if (announced !== undefined && Number(announced) > maxBodyBytes) return refuse(req, res, next, maxBodyBytes);
    if (req.headers['transfer-encoding'] === undefined) return next();
    countBody(req, res, next, maxBodyBytes);
  };
}

/** The length of a chunked body is known at its end: the route waits for that, the limit does not. */
function countBody(req: Request, res: Response, next: (error?: unknown) => void, maxBodyBytes: number): void {
  let received = 0;
  function onData(chunk: Buffer): void {
    received += chunk.length;
    if (received <= maxBodyBytes) return;
    req.off('data', onData).off('end', onEnd);
    refuse(req, res, next, maxBodyBytes);
  }
  function onEnd(): void {
    req.off('data', onData);
    next();
  }
  req.on('data', onData).once('end', onEnd);
}

function refuse(req: Request, res: Response, next: (error: unknown) => void, maxBodyBytes: number): void {
  res.setHeader('Connection', 'close');
  req.resume();
  next(new ServiceError('PayloadTooLarge', { detail: `The body is larger than ${maxBodyBytes} bytes.` }));
}
