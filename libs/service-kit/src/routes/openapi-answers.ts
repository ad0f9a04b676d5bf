import type { ProblemCode } from '../errors/problem-table.ts';
import { problems } from '../errors/problem-table.ts';
import { PROBLEM_TYPE } from '../errors/problem.ts';

/** A piece of an OpenAPI document. */
export type OpenApiObject = { [key: string]: unknown };

/** Codes whose answer always says when to come again. */
const WITH_RETRY_AFTER: ReadonlySet<ProblemCode> = new Set([
  'TooManyRequests',
  'Overloaded',
  'PeerUnreachable',
  'UpstreamUnavailable',
]);

/** A JSON answer that follows one of the document's schemas. */
export function jsonAnswer(description: string, schema: string): OpenApiObject {
  return { description, content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } } };
}

/** The failed answers of a path, by status, from the codes that it may give. */
export function problemAnswers(...codes: ProblemCode[]): OpenApiObject {
  const byStatus = Map.groupBy(codes, (code) => String(problems[code].status));
  return Object.fromEntries([...byStatus].map(([status, group]) => [status, problemAnswer(group)]));
}

/** The failed answer of one status: the problem schema, narrowed to the codes that it may carry. */
export function problemAnswer(codes: readonly ProblemCode[]): OpenApiObject {
  const schema = { $ref: '#/components/schemas/Problem', properties: { code: { enum: [...codes] } } };
  return { description: codes.join(', '), ...toHeaders(codes), content: { [PROBLEM_TYPE]: { schema } } };
}

/** The codes of an answer that `problemAnswer` made; none for any other. */
export function codesOf(answer: unknown): ProblemCode[] {
  const { content } = answer as {
    content?: Record<string, { schema?: { properties?: { code?: { enum?: unknown } } } }>;
  };
  const codes = content?.[PROBLEM_TYPE]?.schema?.properties?.code?.enum;
  return Array.isArray(codes) ? (codes as ProblemCode[]) : [];
}

function toHeaders(codes: readonly ProblemCode[]): OpenApiObject {
  const headers: OpenApiObject = {};
  if (codes.some((code) => WITH_RETRY_AFTER.has(code))) {
    headers['Retry-After'] = {
      description: 'Seconds after which the request may be worth another try.',
      required: codes.every((code) => WITH_RETRY_AFTER.has(code)),
      schema: { type: 'integer', minimum: 0 },
    };
  }
  if (codes.includes('Unauthorized')) {
    headers['WWW-Authenticate'] = { description: 'How to authenticate.', required: true, schema: { type: 'string' } };
  }
  return Object.keys(headers).length > 0 ? { headers } : {};
}
