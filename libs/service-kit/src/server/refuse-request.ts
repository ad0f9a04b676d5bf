import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendProblem } from '../errors/error-handler.ts';
import type { ProblemCode } from '../errors/problem-table.ts';
import { addBaseHeaders, requestIdOf } from '../middleware/base-headers.ts';
import { toRequestId } from '../middleware/request-context.ts';

/** Answers a request that the application must not see, or see no more of, and ends its connection. */
export function refuseRequest(req: IncomingMessage, res: ServerResponse, code: ProblemCode, detail: string): void {
  if (requestIdOf(res) === '') addBaseHeaders(res, toRequestId(req.headers));
  res.setHeader('Connection', 'close');
  sendProblem(res, code, detail, undefined);
}
