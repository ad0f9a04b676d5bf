import { STATUS_CODES } from 'node:http';
import { PROBLEM_TYPE, toProblem } from '../errors/problem.ts';
import type { ProblemCode } from '../errors/problem-table.ts';
import { SECURITY_HEADERS } from '../middleware/base-headers.ts';

/** Options of `toRawAnswer`. */
export interface RawAnswerOptions {
  detail: string;
  requestId: string;
  headers?: readonly (readonly [string, string])[];
}

/** A whole answer as text, for sockets that have no response object: a problem, with what every answer carries. */
export function toRawAnswer(code: ProblemCode, { detail, requestId, headers = [] }: RawAnswerOptions): string {
  const problem = toProblem(code, detail, { requestId });
  const body = JSON.stringify(problem);
  const all: (readonly [string, string | number])[] = [
    ['Connection', 'close'],
    ['Date', new Date().toUTCString()],
    ...SECURITY_HEADERS,
    ['X-Request-Id', requestId],
    ['Content-Type', PROBLEM_TYPE],
    ['Cache-Control', 'no-store'],
    ['Content-Length', Buffer.byteLength(body)],
    ...headers,
  ];
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    ...all.map(([name, value]) => `${name}: ${value}`),
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
