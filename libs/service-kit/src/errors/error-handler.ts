import type { ServerResponse } from 'node:http';
import type { Logger } from '@slipway/logging';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { endWithText, requestIdOf } from '../middleware/base-headers.ts';
import { PROBLEM_TYPE, toProblem } from './problem.ts';
import type { ProblemCode } from './problem-table.ts';
import { ServiceError } from './service-error.ts';

/** Answers what no route took: 404 `NotFound`. */
export function notFound(): RequestHandler {
  return function notFound(_req, _res, next) {
    next(new ServiceError('NotFound', { detail: 'There is nothing under this path.' }));
  };
}

/**
 * The one place where failures become answers. Unknown errors are logged in full and answered 500
 * without anything of theirs; a failure after the head went out can only cut the connection, which
 * tells the client that the answer is not whole.
 */
export function errorHandler({ logger }: { logger: Logger }): ErrorRequestHandler {
  return function errorHandler(error: unknown, req, res, _next) {
    const known = toServiceError(error);
    if (known.status >= 500) logFailure(logger, known, error);
    if (res.headersSent) return void res.destroy();
    for (const [name, value] of Object.entries(known.headers)) res.setHeader(name, value);
    sendProblem(res, known.code, known.message, req.path);
  };
}

const PROBLEM_HEADERS = ['Content-Type', PROBLEM_TYPE, 'Cache-Control', 'no-store'];

/** Ends an answer with a problem document. */
export function sendProblem(
  res: ServerResponse,
  code: ProblemCode,
  detail: string,
  instance: string | undefined,
): void {
  const requestId = requestIdOf(res);
  const problem = toProblem(code, detail, instance === undefined ? { requestId } : { instance, requestId });
  endWithText(res, problem.status, PROBLEM_HEADERS, JSON.stringify(problem));
}

function logFailure(logger: Logger, known: ServiceError, error: unknown): void {
  const cause = known === error ? known.cause : error;
  const fields = { code: known.code, detail: known.message, ...(cause === undefined ? {} : { error: cause }) };
  if (known.code === 'InternalError') logger.error('request failed', fields);
  else logger.warn('request failed', fields);
}

/** Express and its parsers mark what the client did wrong with `status`; anything else is ours. */
function toServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  const status = (error as { status?: unknown } | undefined)?.status;
  if (status === 413) return new ServiceError('PayloadTooLarge', { detail: 'The body is larger than allowed.' });
  if (status === 415) return new ServiceError('UnsupportedMediaType', { detail: 'The body is in an unknown form.' });
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new ServiceError('InvalidRequest', { detail: 'The request cannot be understood.' });
  }
  const detail = 'The service failed. Its log has the reason under this request id.';
  return new ServiceError('InternalError', { detail, cause: error });
}
