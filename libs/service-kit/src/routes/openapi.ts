import type { ProblemCode } from '../errors/problem-table.ts';
import { problems } from '../errors/problem-table.ts';
import { PROBLEM_TYPE } from '../errors/problem.ts';

/** A piece of an OpenAPI document. */
export type OpenApiObject = { [key: string]: unknown };

/** What a service says of itself; paths of probes and the problem schema are added. */
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

/** A complete OpenAPI 3.1 document of a service. Same input, same document. */
export function toOpenApi(service: OpenApiDescription, version: string): OpenApiObject {
  const { title, description, paths, schemas = {}, securitySchemes } = service;
  return {
    openapi: '3.1.0',
    info: { title, description, version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths: { ...paths, ...PROBES },
    components: {
      schemas: { ...schemas, Problem: PROBLEM_SCHEMA, Readiness: READINESS_SCHEMA },
      ...(securitySchemes ? { securitySchemes } : {}),
    },
  };
}

/** A JSON answer that follows one of the document's schemas. */
export function jsonAnswer(description: string, schema: string): OpenApiObject {
  return { description, content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } } };
}

/** The failed answers of a path, by status, from the codes that it may give. */
export function problemAnswers(...codes: ProblemCode[]): OpenApiObject {
  const byStatus = Map.groupBy(codes, (code) => String(problems[code].status));
  return Object.fromEntries([...byStatus].map(([status, group]) => [status, problemAnswer(group.join(', '))]));
}

function problemAnswer(description: string): OpenApiObject {
  return { description, content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } } };
}

const PROBLEM_SCHEMA: OpenApiObject = {
  type: 'object',
  description: 'A failed answer (RFC 9457).',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    requestId: { type: 'string' },
    code: { enum: Object.keys(problems) },
  },
};

const READINESS_SCHEMA: OpenApiObject = {
  type: 'object',
  required: ['status'],
  properties: {
    status: { enum: ['ready', 'not ready'] },
    reasons: { type: 'object', additionalProperties: { type: 'string' } },
  },
};

const PROBES: Readonly<Record<string, OpenApiObject>> = {
  '/healthz': {
    get: { summary: 'Liveness', responses: { '200': { description: 'The process answers, also while it drains.' } } },
  },
  '/readyz': {
    get: {
      summary: 'Readiness',
      responses: {
        '200': jsonAnswer('Ready.', 'Readiness'),
        '503': jsonAnswer('Not ready, with reasons.', 'Readiness'),
      },
    },
  },
  '/version': { get: { summary: 'What runs here', responses: { '200': { description: 'Service, version, Node.' } } } },
  '/openapi.json': { get: { summary: 'This document', responses: { '200': { description: 'OpenAPI 3.1.' } } } },
};
