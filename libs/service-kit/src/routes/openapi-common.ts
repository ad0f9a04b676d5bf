import type { ProblemCode } from '../errors/problem-table.ts';
import { problems } from '../errors/problem-table.ts';
import type { OpenApiObject } from './openapi-answers.ts';
import { jsonAnswer, problemAnswer } from './openapi-answers.ts';

/** What the server itself may answer to any request, before a route sees it or when one fails. */
export const SERVER_CODES = [
  'InvalidRequest',
  'RequestTimeout',
  'PayloadTooLarge',
  'ExpectationFailed',
  'HeadersTooLarge',
  'InternalError',
] as const satisfies readonly ProblemCode[];

/** The same for the routes of a service; those that say how it is are never refused. */
export const ROUTE_CODES = [...SERVER_CODES, 'Overloaded'] as const satisfies readonly ProblemCode[];

/** Schemas that every document has. */
export const COMMON_SCHEMAS: Readonly<Record<string, OpenApiObject>> = {
  Problem: {
    type: 'object',
    description: 'A failed answer (RFC 9457).',
    required: ['type', 'title', 'status', 'detail', 'requestId', 'code'],
    properties: {
      type: { type: 'string', pattern: '^urn:slipway:problem:[A-Za-z]+$' },
      title: { type: 'string' },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: { type: 'string', description: 'One sentence about this occurrence.' },
      instance: { type: 'string', description: 'Path of the request, where it could be read.' },
      requestId: { type: 'string', description: 'Under this id the log of the service says more.' },
      code: { enum: Object.keys(problems) },
    },
    additionalProperties: false,
  },
  Liveness: {
    type: 'object',
    required: ['status'],
    properties: { status: { enum: ['alive', 'stalled'] }, stalledMs: { type: 'number', minimum: 0 } },
    additionalProperties: false,
  },
  Readiness: {
    type: 'object',
    required: ['status'],
    properties: {
      status: { enum: ['ready', 'not ready'] },
      reasons: {
        type: 'object',
        description: 'Why not, by condition.',
        minProperties: 1,
        additionalProperties: { type: 'string' },
      },
    },
    additionalProperties: false,
  },
  Version: {
    type: 'object',
    required: ['service', 'version', 'node'],
    properties: { service: { type: 'string' }, version: { type: 'string' }, node: { type: 'string' } },
    additionalProperties: false,
  },
  OpenApiDocument: {
    type: 'object',
    required: ['openapi', 'info', 'paths', 'components'],
    properties: { openapi: { const: '3.1.0' } },
  },
};

/** Answers that every document has under `components/responses`, by name. */
export const COMMON_ANSWERS: Readonly<Record<string, OpenApiObject>> = {
  ...Object.fromEntries(ROUTE_CODES.map((code) => [code, problemAnswer([code])])),
  AllowedMethods: {
    description: 'The methods of this path.',
    headers: { Allow: { required: true, schema: { type: 'string' } } },
  },
};

/** The paths that every service has. */
export const COMMON_PATHS: Readonly<Record<string, OpenApiObject>> = {
  '/healthz': {
    get: {
      summary: 'Liveness',
      responses: {
        '200': jsonAnswer('The process makes progress, also while it drains.', 'Liveness'),
        '503': jsonAnswer('The event loop stands still.', 'Liveness'),
      },
    },
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
  '/version': { get: { summary: 'What runs here', responses: { '200': jsonAnswer('What runs.', 'Version') } } },
  '/openapi.json': {
    get: { summary: 'This document', responses: { '200': jsonAnswer('OpenAPI 3.1.', 'OpenApiDocument') } },
  },
};
