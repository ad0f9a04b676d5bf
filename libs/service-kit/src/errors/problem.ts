import type { ProblemCode } from './problem-table.ts';
import { problems } from './problem-table.ts';

/** Media type of every failed answer (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json';

/** Body of a failed answer (RFC 9457). */
export interface Problem {
  /** `urn:slipway:problem:<code>`. */
  type: string;
  title: string;
  status: number;
  detail: string;
  /** Path of the request, without its query. */
  instance?: string;
  requestId: string;
  code: ProblemCode;
}

/** Builds a problem document. */
export function toProblem(
  code: ProblemCode,
  detail: string,
  request: { instance?: string; requestId: string },
): Problem {
  const { status, title } = problems[code];
  return { type: `urn:slipway:problem:${code}`, title, status, detail, ...request, code };
}
