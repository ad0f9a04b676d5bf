import type { ObservedAnswer } from './create-contract.ts';
import { createContract } from './create-contract.ts';

const thing = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: {
    id: { type: 'integer' },
    at: { type: 'string', format: 'date-time' },
    next: { $ref: '#/components/schemas/Thing' },
  },
};

const json = (schema: object) => ({ 'application/json': { schema } });

const document = {
  openapi: '3.1.0',
  info: { title: 't', version: '1' },
  paths: {
    '/things': {
      get: {
        responses: {
          '200': {
            description: 'd',
            content: json({ type: 'array', items: { $ref: '#/components/schemas/Thing' } }),
            headers: {
              'X-Request-Id': { required: true, schema: { type: 'string', pattern: '^[a-z]+$' } },
              'X-Count': { schema: { type: 'integer', minimum: 0 } },
              'Content-Type': { required: true, schema: { const: 'never looked at' } },
              'X-Free': {},
            },
          },
          '503': { $ref: '#/components/responses/Busy' },
          '5XX': { description: 'd', content: json({ const: 'class' }) },
        },
      },
      post: { responses: { '201': { description: 'd' }, default: { $ref: '#/components/responses/Failed' } } },
    },
    '/things/{id}': {
      get: { responses: { '200': { description: 'd', content: json({ $ref: '#/components/schemas/Thing' }) } } },
    },
    '/things/first': { get: { responses: { '204': { description: 'd' } } } },
    '/file': {
      get: {
        responses: {
          '200': { description: 'd', content: { 'text/*': { schema: { type: 'string', pattern: '^a' } } } },
        },
      },
    },
    '/any': { get: { responses: { '200': { description: 'd', content: { '*/*': {} } } } } },
  },
  components: {
    schemas: { Thing: thing },
    responses: {
      Busy: {
        description: 'd',
        content: json({ const: 'busy' }),
        headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } },
      },
      Failed: { description: 'd', content: { 'application/problem+json': { schema: { required: ['title'] } } } },
    },
    headers: { RetryAfter: { required: true, schema: { type: 'integer', minimum: 1 } } },
  },
};

const anAnswer = (other: Partial<ObservedAnswer> = {}): ObservedAnswer => ({
  method: 'GET',
  path: '/things',
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8', 'x-request-id': 'abc' },
  body: '[{"id":1}]',
  ...other,
});
const withHeaders = (more: Record<string, string>) => ({ headers: { ...(anAnswer().headers as object), ...more } });

describe('createContract', () => {
  it.each<[string, Partial<ObservedAnswer>]>([
    ['a body as text', {}],
    ['a body as bytes', { body: Buffer.from('[]') }],
    ['a body that is parsed', { body: [{ id: 1, at: '2026-01-01T00:00:00Z', next: { id: 2 } }] }],
    ['a query after the path', { path: '/things?limit=1' }],
    ['a method in small letters', { method: 'get' }],
    ['headers as fetch gives them', { headers: new Headers(anAnswer().headers as Record<string, string>) }],
    ['headers that it does not describe', withHeaders({ 'x-other': '1' })],
    ['a header that is a number', withHeaders({ 'x-count': '3' })],
    ['a template', { path: '/things/7', body: '{"id":7}' }],
    ['a path before a template', { path: '/things/first', status: 204, headers: {}, body: '' }],
    ['an answer by reference', { status: 503, body: '"busy"', ...withHeaders({ 'retry-after': '1' }) }],
    ['a class of statuses', { status: 502, body: '"class"' }],
    [
      'a default answer',
      { method: 'POST', status: 418, headers: { 'content-type': 'application/problem+json' }, body: '{"title":""}' },
    ],
    ['no body where none is described', { method: 'POST', status: 201, headers: {}, body: undefined }],
    ["supertest's {} for no body", { method: 'POST', status: 201, headers: {}, body: {} }],
    ['a text by the class of its type', { path: '/file', headers: { 'Content-Type': 'text/csv' }, body: 'a,b' }],
    ['any content', { path: '/any', headers: { 'content-type': 'image/png' }, body: Buffer.from('x') }],
    ['HEAD like GET without a body', { method: 'HEAD', body: '' }],
    ['a refused method', { method: 'DELETE', status: 405, headers: { allow: 'GET, HEAD, POST' } }],
  ])('takes %s', (_title, other) => {
    expect(() => createContract(document).check(anAnswer(other))).not.toThrow();
  });

  it.each<[string, Partial<ObservedAnswer>, string]>([
    [
      'an unknown path',
      { path: '/nothing' },
      'GET /nothing 200 is not what the OpenAPI document says: the path is not described.',
    ],
    ['a path that goes on', { path: '/things/1/2' }, 'the path is not described'],
    ['an unknown method', { method: 'DELETE' }, 'the method is not described'],
    ['a refused method without Allow', { method: 'DELETE', status: 405 }, 'the header allow does not name GET, POST'],
    [
      'a refused method that Allow names',
      { method: 'PUT', status: 405, headers: { allow: 'GET, POST, PUT' } },
      'allow names PUT itself',
    ],
    ['an unknown status', { status: 201 }, 'the status is not described'],
    ['a status of a member of Object', { status: 201, path: '/constructor' }, 'the path is not described'],
    [
      'another content type',
      { headers: { 'content-type': 'text/html', 'x-request-id': 'a' } },
      'the content type is text/html, described is application/json',
    ],
    ['no content type', { headers: { 'x-request-id': 'a' } }, 'the content type is undefined'],
    ['what is no JSON', { body: '[' }, 'the body is not JSON'],
    ['no JSON at all', { body: '' }, 'the body is not JSON'],
    ['a wrong type', { body: '[{"id":"1"}]' }, 'body: /0/id must be integer'],
    ['a property too many', { body: '[{"id":1,"x":1}]' }, 'body: /0 must NOT have additional properties ("x")'],
    ['a wrong format', { body: '[{"id":1,"at":"noon"}]' }, 'body: /0/at must match format "date-time"'],
    ['a fault behind a reference', { body: '[{"id":1,"next":{}}]' }, "/0/next must have required property 'id'"],
    ['a missing header', { headers: { 'content-type': 'application/json' } }, 'the header X-Request-Id is missing'],
    ['a header against its schema', withHeaders({ 'x-count': '-1' }), 'header X-Count: the value must be >= 0'],
    ['a header that is no number', withHeaders({ 'x-count': 'few' }), 'header X-Count: the value must be integer'],
    ['a missing header by reference', { status: 503, body: '"busy"' }, 'the header Retry-After is missing'],
    [
      'a text against its schema',
      { path: '/file', headers: { 'content-type': 'text/csv' }, body: 'b' },
      'must match pattern "^a"',
    ],
    [
      'a body that is not described',
      { method: 'POST', status: 201, body: '{}' },
      'a body came (application/json; charset=utf-8), none is described',
    ],
    ['a body after HEAD', { method: 'HEAD' }, 'a body came where none may be'],
    [
      'another type after HEAD',
      { method: 'HEAD', body: '', ...withHeaders({ 'content-type': 'text/html' }) },
      'the content type is text/html',
    ],
  ])('refuses %s', (_title, other, message) => {
    expect(() => createContract(document).check(anAnswer(other))).toThrow(message);
  });

  it('names all that differs at once', () => {
    expect(() => createContract(document).check(anAnswer({ headers: {}, body: '' }))).toThrow(
      /X-Request-Id.*content type/,
    );
  });

  it('lists what was never checked, shared answers only when asked for', () => {
    const contract = createContract(document);
    expect(contract.uncovered()).toEqual([
      'GET /things 200',
      'GET /things 5XX',
      'POST /things 201',
      'GET /things/{id} 200',
      'GET /things/first 204',
      'GET /file 200',
      'GET /any 200',
    ]);
    expect(contract.uncovered({ withShared: true })).toEqual(
      expect.arrayContaining(['any 503 Busy', 'any default Failed']),
    );
    contract.check(anAnswer({ method: 'HEAD', body: '' }));
    contract.check(anAnswer({ status: 503, body: '"busy"', ...withHeaders({ 'retry-after': '1' }) }));
    expect(() => contract.check(anAnswer({ path: '/things/7', body: '' }))).toThrow();
    expect(contract.uncovered()).not.toContain('GET /things 200');
    expect(contract.uncovered()).toContain('GET /things/{id} 200');
    expect(contract.uncovered({ withShared: true })).not.toContain('any 503 Busy');
  });

  it('checks a value against a schema by name', () => {
    const { checkSchema } = createContract(document);
    expect(() => checkSchema('Thing', { id: 1 })).not.toThrow();
    expect(() => checkSchema('Thing', { id: 1.5 })).toThrow('/id must be integer');
    expect(() => checkSchema('Nothing', 1)).toThrow('there is no such schema');
  });

  it.each([
    ['leads nowhere', '#/components/responses/Nothing', 'nothing is at #/components/responses/Nothing'],
    ['leads out of the document', 'https://other.example/x', 'leads out of it'],
    ['leads to itself', '#/paths/~1/get/responses/200', 'refers to itself'],
  ])('refuses a document with a reference that %s', (_title, $ref, message) => {
    const broken = { paths: { '/': { get: { responses: { '200': { $ref } } } } } };
    expect(() => createContract(broken).check(anAnswer({ path: '/' }))).toThrow(message);
  });
});
