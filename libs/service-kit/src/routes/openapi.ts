import type { ProblemCode } from '../errors/problem-table.ts';
import { problems } from '../errors/problem-table.ts';
import type { OpenApiObject } from './openapi-answers.ts';
import { codesOf, problemAnswer } from './openapi-answers.ts';
import { COMMON_ANSWERS, COMMON_PATHS, COMMON_SCHEMAS, ROUTE_CODES, SERVER_CODES } from './openapi-common.ts';

export type { OpenApiObject } from './openapi-answers.ts';
export { jsonAnswer, problemAnswers } from './openapi-answers.ts';

/** What a service says of itself; all that every service answers alike is added. */
export interface OpenApiDescription {
  title: string;
  description: string;
  /** OpenAPI path items by path. */
  paths: Readonly<Record<string, OpenApiObject>>;
  /** Schemas that the paths refer to. */
  schemas?: Readonly<Record<string, OpenApiObject>>;
  /** Security schemes that the paths refer to. */
  securitySchemes?: Readonly<Record<string, OpenApiObject>>;
}

const METHODS: ReadonlySet<string> = new Set(['get', 'put', 'post', 'delete', 'patch']);

const REQUEST_ID = { $ref: '#/components/headers/RequestId' };

const CONVENTIONS = [
  'A well-formed `X-Request-Id` (1 to 128 of letters, digits, `_.:=-`) is taken over, else one is made; every answer',
  'returns it. `traceparent` and `tracestate` are passed on. HEAD is answered like GET, without a body; methods that a',
  'path does not have are answered 405 with `Allow`, unknown paths 404, both with a problem document. Query parameters',
  'that are not described are passed over, and so are bodies where none is described.',
].join(' ');

/**
 * A complete OpenAPI 3.1 document of a service: to each operation are added the answers that the server gives
 * by itself and the request id that every answer carries, to each path OPTIONS. Same input, same document.
 */
export function toOpenApi(service: OpenApiDescription, version: string): OpenApiObject {
  const { title, description, paths, schemas = {}, securitySchemes } = service;
  return {
    openapi: '3.1.0',
    info: {
      title,
      description: `${description} ${CONVENTIONS}`,
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths: { ...completePaths(paths, ROUTE_CODES), ...completePaths(COMMON_PATHS, SERVER_CODES) },
    components: {
      schemas: { ...schemas, ...COMMON_SCHEMAS },
      responses: mapValues(COMMON_ANSWERS, withRequestId),
      headers: {
        RequestId: {
          description: 'Names the request in logs, here and in services that were called for it.',
          required: true,
          schema: { type: 'string', pattern: '^[A-Za-z0-9_.:=-]{1,128}$' },
        },
      },
      ...(securitySchemes ? { securitySchemes } : {}),
    },
  };
}

function completePaths(paths: OpenApiDescription['paths'], codes: readonly ProblemCode[]): OpenApiObject {
  return mapValues(paths, (item) => ({
    ...Object.fromEntries(
      Object.entries(item).map(([key, value]) => [
        key,
        METHODS.has(key) ? completeOperation(value as OpenApiObject, codes) : value,
      ]),
    ),
    options: { summary: 'Names the methods', responses: { '204': { $ref: '#/components/responses/AllowedMethods' } } },
  }));
}

/** Where an operation has problems of its own under a status, those of the server join them. */
function completeOperation(operation: OpenApiObject, codes: readonly ProblemCode[]): OpenApiObject {
  const responses: Record<string, OpenApiObject> = mapValues(
    (operation['responses'] ?? {}) as Record<string, OpenApiObject>,
    withRequestId,
  );
  for (const code of codes) {
    const status = String(problems[code].status);
    const own = responses[status];
    const ownCodes = own === undefined ? [] : codesOf(own);
    if (own === undefined) responses[status] = { $ref: `#/components/responses/${code}` };
    else if (ownCodes.length > 0 && !ownCodes.includes(code)) {
      responses[status] = withRequestId(problemAnswer([...ownCodes, code]));
    }
  }
  return { ...operation, responses };
}

function withRequestId(answer: OpenApiObject): OpenApiObject {
  if ('$ref' in answer) return answer;
  return { ...answer, headers: { 'X-Request-Id': REQUEST_ID, ...(answer['headers'] as OpenApiObject | undefined) } };
}

function mapValues<T, R>(object: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
