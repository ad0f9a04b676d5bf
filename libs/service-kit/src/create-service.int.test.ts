import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHealth } from '@slipway/health';
import type { LogFields, Logger } from '@slipway/logging';
import { currentContext } from '@slipway/logging';
import request from 'supertest';
import { createService } from './create-service.ts';
import { ServiceError } from './errors/service-error.ts';
import { sendJson } from './routes/send-json.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TRACE = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;

function aService(thrower: () => void = () => undefined) {
  const lines: { level: string; message: string; fields: LogFields | undefined }[] = [];
  const write = (level: string) => (message: string, fields?: LogFields) => void lines.push({ level, message, fields });
  const logger = {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    child: () => logger,
    isEnabled: () => true,
  } as Logger;
  const health = createHealth();
  const service = createService({
    name: 'sample',
    logger,
    health,
    maxBodyBytes: 16,
    routes: {
      '/': { get: (_req, res) => sendJson(res, 200, { context: currentContext() }) },
      '/things': { get: (_req, res) => sendJson(res, 200, []), post: (_req, res) => sendJson(res, 201, {}) },
      '/known': {
        get: () => {
          throw new ServiceError('StorageFull', { detail: 'No room.', headers: { 'Retry-After': '9' } });
        },
      },
      '/thrown': { get: thrower },
      '/unknown': {
        get: async () => {
          throw new Error('canary: internal');
        },
      },
      '/late': {
        get: (_req, res, next) => {
          res.write('half');
          next(new Error('after the head'));
        },
      },
    },
    openapi: { title: 'sample', description: 'd', paths: { '/': {} } },
  });
  return { ...service, lines, health, logger };
}

describe('createService', () => {
  it('sets the security headers once computed, and neither ETag nor X-Powered-By', async () => {
    const { headers } = await request(aService().app).get('/');
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'self'"),
      'strict-transport-security': expect.any(String),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
    });
    expect(headers).not.toHaveProperty('etag');
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it.each([
    ['takes a well-formed request id', 'abc-1.2_3:4=', 'abc-1.2_3:4='],
    ['makes one for an id with other characters', 'a b', UUID],
    ['makes one for an id that is too long', 'a'.repeat(129), UUID],
    ['makes one where none came', undefined, UUID],
  ])('%s and returns it', async (_title, given, expected) => {
    const call = request(aService().app).get('/');
    const { headers, body } = await (given === undefined ? call : call.set('X-Request-Id', given));
    expect(headers['x-request-id']).toEqual(expected instanceof RegExp ? expect.stringMatching(expected) : expected);
    expect(body.context.requestId).toBe(headers['x-request-id']);
  });

  it.each([
    [TRACE, 'ab'.repeat(16)],
    [`ff-${TRACE.slice(3)}`, undefined],
    [`00-${'0'.repeat(32)}-${'cd'.repeat(8)}-01`, undefined],
    ['nonsense', undefined],
  ])('reads the trace of traceparent %s', async (traceparent, traceId) => {
    const { body } = await request(aService().app).get('/').set('traceparent', traceparent).set('tracestate', 'a=b');
    expect(body.context.traceId).toBe(traceId);
    expect(body.context.tracestate).toBe(traceId && 'a=b');
  });

  it.each(['/nope', '/things/1', '/%zz', '/..%2f..%2fetc/passwd', '/healthz/x'])(
    'answers 404 or 400 with a problem under %s',
    async (path) => {
      const { status, body, headers } = await request(aService().app).get(path);
      expect([400, 404]).toContain(status);
      expect(headers['content-type']).toBe('application/problem+json');
      expect(body).toMatchObject({ status, requestId: headers['x-request-id'] });
    },
  );

  it.each([
    ['delete', '/things', 'GET, HEAD, POST, OPTIONS'],
    ['post', '/', 'GET, HEAD, OPTIONS'],
    ['put', '/healthz', 'GET, HEAD, OPTIONS'],
    ['patch', '/openapi.json', 'GET, HEAD, OPTIONS'],
  ] as const)('answers %s %s with 405 and Allow', async (method, path, allow) => {
    const { status, headers, body } = await request(aService().app)[method](path);
    expect(status).toBe(405);
    expect(headers['allow']).toBe(allow);
    expect(body).toMatchObject({ code: 'MethodNotAllowed', instance: path });
  });

  it.each(['/Things', '/things/', '//things'])('knows a path by one spelling: %s is another', async (path) => {
    expect(await request(aService().app).get(path)).toMatchObject({ status: 404, body: { code: 'NotFound' } });
  });

  it('lets what a route sets win over the headers of every answer', async () => {
    const { app } = createService({
      name: 'own',
      logger: aService().logger,
      version: '9.9.9',
      routes: { '/': { get: (_req, res) => void res.set('X-Frame-Options', 'DENY').status(201).json({}) } },
      openapi: { title: 't', description: 'd', paths: {} },
    });
    const { status, headers } = await request(app).get('/');
    expect([status, headers['x-frame-options'], headers['x-content-type-options']]).toEqual([201, 'DENY', 'nosniff']);
    expect(headers['x-request-id']).toMatch(UUID);
    expect((await request(app).get('/version')).body).toMatchObject({ service: 'own', version: '9.9.9' });
  });

  it('counts the bytes of its answers, not their characters', async () => {
    const { app } = createService({
      name: 'text',
      logger: aService().logger,
      routes: { '/': { get: (_req, res) => sendJson(res, 200, ['é', '€', '😀']) } },
      openapi: { title: 't', description: 'd', paths: {} },
    });
    const { body, headers } = await request(app).get('/');
    expect(body).toEqual(['é', '€', '😀']);
    expect(headers['content-length']).toBe('19');
  });

  it('takes a body as large as its settings say now', async () => {
    const settings = { MAX_BODY_BYTES: 4 };
    const { app } = createService({
      name: 'live',
      logger: aService().logger,
      settings,
      routes: { '/': { post: (_req, res) => sendJson(res, 201, {}) } },
      openapi: { title: 't', description: 'd', paths: {} },
    });
    const post = async () => (await request(app).post('/').send('12345')).status;
    expect(await post()).toBe(413);
    settings.MAX_BODY_BYTES = 5;
    expect(await post()).toBe(201);
  });

  it('answers OPTIONS with Allow and HEAD like GET without a body', async () => {
    const { app } = aService();
    expect(await request(app).options('/things')).toMatchObject({
      status: 204,
      headers: { allow: 'GET, HEAD, POST, OPTIONS' },
    });
    const head = await request(app).head('/things');
    expect(head).toMatchObject({ status: 200, headers: { 'content-length': '2' } });
    expect(head.text).toBeUndefined();
  });

  it('answers a known failure with its problem and headers', async () => {
    const { status, body, headers } = await request(aService().app).get('/known?env=x').set('X-Request-Id', 'r-1');
    expect(status).toBe(507);
    expect(headers['retry-after']).toBe('9');
    expect(body).toEqual({
      type: 'urn:slipway:problem:StorageFull',
      title: 'Storage full',
      status: 507,
      detail: 'No room.',
      instance: '/known',
      requestId: 'r-1',
      code: 'StorageFull',
    });
  });

  it('tells a client nothing of an unknown failure, and the log all of it, once', async () => {
    const { app, lines } = aService();
    const { status, text } = await request(app).get('/unknown');
    expect(status).toBe(500);
    expect(text).not.toMatch(/canary|stack|at /);
    expect(lines.filter(({ level }) => level === 'error')).toMatchObject([
      { fields: { code: 'InternalError', error: { message: 'canary: internal' } } },
    ]);
  });

  it.each([
    [{ status: 413 }, 413, 'PayloadTooLarge'],
    [{ status: 415 }, 415, 'UnsupportedMediaType'],
    [{ status: 422 }, 400, 'InvalidRequest'],
    [{ status: 302 }, 500, 'InternalError'],
    ['a text', 500, 'InternalError'],
    [new ServiceError('StorageFull', { detail: 'd', cause: new Error('canary') }), 507, 'StorageFull'],
  ])('answers what a parser threw, %p, with %i', async (thrown, status, code) => {
    const { app } = aService(() => {
      throw thrown;
    });
    const { body, text } = await request(app).get('/thrown');
    expect(body).toMatchObject({ status, code });
    expect(text).not.toContain('canary');
  });

  it('cuts an answer that fails after its head', async () => {
    await expect(request(aService().app).get('/late')).rejects.toThrow(/aborted|hang up/);
  });

  it.each([
    ['announced and over the limit', { 'Content-Length': '17' }, 17, 413],
    ['announced and within the limit', { 'Content-Length': '16' }, 16, 201],
    ['in chunks and over the limit', { 'Transfer-Encoding': 'chunked' }, 100_000, 413],
    ['in chunks and within the limit', { 'Transfer-Encoding': 'chunked' }, 16, 201],
  ])('answers a body that is %s', async (_title, headers, size, status) => {
    const server = aService().app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const call = httpRequest({ host: '127.0.0.1', port, path: '/things', method: 'POST', headers });
    call.on('error', () => undefined).end('x'.repeat(size));
    const [response] = (await once(call, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(status);
    server.close();
    server.closeAllConnections();
  });

  it('answers readiness from health and liveness whatever happens', async () => {
    const { app, health } = aService();
    expect((await request(app).get('/readyz')).status).toBe(200);
    health.setFault('drain', 'stopping');
    expect(await request(app).get('/readyz')).toMatchObject({ status: 503, body: { reasons: { drain: 'stopping' } } });
    expect((await request(app).get('/healthz')).status).toBe(200);
  });

  it('shows version and OpenAPI document', async () => {
    const { app } = aService();
    expect((await request(app).get('/version')).body).toEqual({
      service: 'sample',
      version: '0.1.0',
      node: process.version,
    });
    expect((await request(app).get('/openapi.json')).body).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'sample' },
    });
  });

  it('logs each request once and no probe', async () => {
    const { app, lines } = aService();
    for (const path of ['/healthz', '/readyz', '/things?secret=canary']) await request(app).get(path);
    expect(lines).toMatchObject([{ message: 'request', fields: { method: 'GET', path: '/things', status: 200 } }]);
  });

  it('measures by route template: ten thousand paths add one series set', async () => {
    const { app, metrics } = aService();
    for (let n = 0; n < 50; n += 1) await request(app).get(`/random-${n}`);
    await request(app).get('/things');
    await request(app).get('/healthz');
    const text = await metrics.registry.metrics();
    const series = text.split('\n').filter((line) => line.startsWith('http_request_duration_seconds_count'));
    expect(series).toEqual([
      'http_request_duration_seconds_count{method="GET",route="unmatched",status_code="404",service="sample"} 50',
      'http_request_duration_seconds_count{method="GET",route="/things",status_code="200",service="sample"} 1',
    ]);
    expect(text).toMatch(/le="2\.9"/);
    expect(text).toMatch(/le="3\.1"/);
    expect(text).toContain('http_requests_in_flight{service="sample"} 0');
  });

  it('lets two services live in one process', async () => {
    const [one, two] = [aService(), aService()];
    await request(one.app).get('/things');
    expect(await two.metrics.registry.metrics()).not.toContain('/things');
  });
});
