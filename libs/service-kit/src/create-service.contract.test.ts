import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Contract } from '@slipway/service-testing';
import { createContract } from '@slipway/service-testing';
import { sendJson } from './routes/send-json.ts';
import type { RawAnswer } from './test-support/raw-http.ts';
import { open, parseAnswers, readAll, send } from './test-support/raw-http.ts';
import type { Sample } from './test-support/start-sample.ts';
import { startSample } from './test-support/start-sample.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TRACE = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
const COMMON_PATHS = ['/healthz', '/readyz', '/version', '/openapi.json'];
const ALL_PATHS = [...COMMON_PATHS, '/', '/things', '/held', '/fails'];

const HEADERS_TIMEOUT_MS = 300;

let sample: Sample;
let slow: Sample;
let contract: Contract;

beforeAll(async () => {
  sample = await startSample({ MAX_BODY_BYTES: 16, MAX_CONCURRENT_REQUESTS: 5 });
  slow = await startSample({}, { headersTimeoutMs: HEADERS_TIMEOUT_MS, requestTimeoutMs: HEADERS_TIMEOUT_MS });
  const [answer] = await ask('/openapi.json');
  contract = createContract(JSON.parse(answer?.body ?? '') as object);
});
afterAll(() => {
  sample.close();
  slow.close();
});

interface Asked {
  method?: string;
  headers?: string;
  body?: string;
  port?: number;
}

/** One request on a connection of its own. */
function ask(path: string, { method = 'GET', headers = '', body = '', port = sample.port }: Asked = {}) {
  const text = `${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n${body}`;
  return send(port, text, { isHead: method === 'HEAD' });
}

/** What every answer has, whoever made it. */
function expectEveryHeader({ headers, body }: RawAnswer): void {
  expect(headers).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'self'"),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': expect.stringContaining('max-age='),
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-download-options': 'noopen',
    'x-frame-options': 'SAMEORIGIN',
    'x-permitted-cross-domain-policies': 'none',
    'x-xss-protection': '0',
    'x-request-id': expect.stringMatching(/^[\w.:=-]{1,128}$/),
    date: expect.stringMatching(/GMT$/),
  });
  for (const name of ['etag', 'x-powered-by', 'server']) expect(headers).not.toHaveProperty(name);
  if (body !== '') expect(headers['cache-control']).toBe('no-store');
  expect(body).not.toMatch(/canary|node_modules|\.[jt]s:\d/);
}

function expectProblem(answer: RawAnswer, code: string): void {
  expectEveryHeader(answer);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  const problem = JSON.parse(answer.body) as Record<string, unknown>;
  contract.checkSchema('Problem', problem);
  expect(problem).toMatchObject({
    type: `urn:slipway:problem:${code}`,
    code,
    status: answer.status,
    requestId: answer.headers['x-request-id'],
  });
}

/** Checks an answer against the document and for what every answer has. */
function expectDescribed(answer: RawAnswer | undefined, path: string, method = 'GET'): asserts answer is RawAnswer {
  if (answer === undefined) throw new Error(`${method} ${path} was not answered`);
  contract.check({ method, path, ...answer });
  expectEveryHeader(answer);
}

describe('the contract of every service', () => {
  it.each(['/healthz', '/readyz', '/version', '/openapi.json', '/', '/things'])(
    'answers GET and HEAD %s',
    async (path) => {
      const [got] = await ask(path);
      expectDescribed(got, path);
      expect(got.status).toBe(200);
      const [head] = await ask(path, { method: 'HEAD' });
      expectDescribed(head, path, 'HEAD');
      expect(head).toMatchObject({ status: 200, headers: { 'content-length': got.headers['content-length'] } });
    },
  );

  it('answers POST where it is described, with a body in either form', async () => {
    for (const [headers, body] of [
      ['', ''],
      ['Content-Length: 2\r\n', '{}'],
      ['Transfer-Encoding: chunked\r\n', '2\r\n{}\r\n0\r\n\r\n'],
    ]) {
      const [answer] = await ask('/things', { method: 'POST', headers: headers as string, body: body as string });
      expectDescribed(answer, '/things', 'POST');
      expect(answer.status).toBe(201);
    }
  });

  it('answers OPTIONS with the methods of the path', async () => {
    for (const path of ALL_PATHS) {
      const [answer] = await ask(path, { method: 'OPTIONS' });
      expectDescribed(answer, path, 'OPTIONS');
      expect(answer).toMatchObject({ status: 204, body: '' });
      expect(answer.headers['allow']).toBe(path === '/things' ? 'GET, HEAD, POST, OPTIONS' : 'GET, HEAD, OPTIONS');
    }
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'QUERY'])(
    'refuses %s with 405 and Allow',
    async (method) => {
      for (const path of ALL_PATHS) {
        if (method === 'POST' && path === '/things') continue;
        const [answer] = await ask(path, { method });
        expectDescribed(answer, path, method);
        expectProblem(answer, 'MethodNotAllowed');
        expect(answer.status).toBe(405);
      }
    },
  );

  it.each([
    '/nothing',
    '/Things',
    '/things/',
    '//things',
    '//other.example/things',
    '/things%2f',
    '/%74hings',
    '/%00',
    '/%zz',
    '/%',
    '/..%2f..%2fetc%2fpasswd',
    '/things/../version',
    '/;/things',
    `/${'x'.repeat(3000)}`,
    'http://other.example/nothing',
    'http://other.example:99//things',
    '*',
  ])('answers 404 under %p', async (path) => {
    const [answer] = await ask(path);
    expect(answer?.status).toBe(404);
    expectProblem(answer as RawAnswer, 'NotFound');
  });

  it.each(['http://other.example/things', 'HTTP://other.example/things', '/things?', '/things?%', '/things?a=b#c'])(
    'knows the path of %s',
    async (target) => {
      expectDescribed((await ask(target))[0], '/things');
    },
  );

  it.each<[string, string, number, string]>([
    ['what is no HTTP', 'hello\r\n\r\n', 400, 'InvalidRequest'],
    ['a method in small letters', 'get / HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'InvalidRequest'],
    ['an unknown method', 'BREW / HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'InvalidRequest'],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'InvalidRequest'],
    ['a version that it does not speak', 'GET / HTTP/3.0\r\nHost: x\r\n\r\n', 400, 'InvalidRequest'],
    ['a space in the target', 'GET /a b HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'InvalidRequest'],
    ['a target that is no URL', 'GET http://[/x HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'InvalidRequest'],
    ['a target of another scheme', 'GET ftp://other.example/things HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'InvalidRequest'],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'InvalidRequest'],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: x\r\nhost: y\r\nConnection: close\r\n\r\n', 400, 'InvalidRequest'],
    [
      'both lengths',
      'POST /things HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
      'InvalidRequest',
    ],
    [
      'two lengths',
      'POST /things HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n',
      400,
      'InvalidRequest',
    ],
    ['a length below zero', 'POST /things HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', 400, 'InvalidRequest'],
    [
      'an encoding that it does not know',
      'POST /things HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n',
      400,
      'InvalidRequest',
    ],
    [
      'a chunk without a size',
      'POST /things HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      400,
      'InvalidRequest',
    ],
    ['a line break in a header', 'GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n', 400, 'InvalidRequest'],
    [
      'an announced body that is too large',
      'POST /things HTTP/1.1\r\nHost: x\r\nContent-Length: 17\r\n\r\n',
      413,
      'PayloadTooLarge',
    ],
    [
      'a chunked body that is too large',
      `POST /things HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n11\r\n${'x'.repeat(17)}\r\n`,
      413,
      'PayloadTooLarge',
    ],
    [
      'endless chunk extensions',
      `POST /things HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}`,
      413,
      'PayloadTooLarge',
    ],
    ['an unknown expectation', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n\r\n', 417, 'ExpectationFailed'],
    [
      'a header that is too large',
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(5000)}\r\n\r\n`,
      431,
      'HeadersTooLarge',
    ],
    [
      'many headers that are too large',
      `GET / HTTP/1.1\r\nHost: x\r\n${'a: b\r\n'.repeat(2000)}\r\n`,
      431,
      'HeadersTooLarge',
    ],
    ['a target that is too large', `GET /${'x'.repeat(5000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431, 'HeadersTooLarge'],
  ])('refuses %s and closes', async (_title, text, status, code) => {
    const answers = await send(sample.port, text);
    expect(answers).toHaveLength(1);
    expectDescribed(answers[0], text.startsWith('POST') ? '/things' : '/', text.startsWith('POST') ? 'POST' : 'GET');
    expect(answers[0]).toMatchObject({ status, headers: { connection: 'close' } });
    expectProblem(answers[0], code);
  });

  it.each([
    ['a head that never ends', 'GET / HTTP/1.1\r\nHost: x\r\n'],
    ['a client that says nothing', ''],
    ['a body that never ends', 'POST /things HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n'],
  ])('cuts %s off within a second of its time, with 408', async (_title, text) => {
    const cut = send(slow.port, text).then(([answer]) => answer);
    // Timers of this very process, so that a busy machine delays both; the second leaves the answer its way.
    const late = sleep(HEADERS_TIMEOUT_MS + 1000).then(() => sleep(200, 'late'));
    const early = sleep(HEADERS_TIMEOUT_MS - 10, 'early');
    expect(await Promise.race([cut, early])).toBe('early');
    const answer = (await Promise.race([cut, late])) as RawAnswer;
    expectDescribed(answer, '/');
    expectProblem(answer, 'RequestTimeout');
  });

  it('measures and logs a body that came too late under its own request id', async () => {
    const [answer] = await send(
      slow.port,
      'POST /things HTTP/1.1\r\nHost: x\r\nX-Request-Id: late\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    expect(answer?.headers['x-request-id']).toBe('late');
    expect(await slow.metrics.registry.metrics()).toMatch(/_count\{method="POST",route="unmatched",status_code="408"/);
  });

  it('passes over what a route answers after the server did', async () => {
    const [answer] = await send(slow.port, 'GET /held HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n');
    expectDescribed(answer, '/held');
    expectProblem(answer, 'RequestTimeout');
    expect(() => sendJson(slow.held[0] as ServerResponse, 200, [])).not.toThrow();
  });

  it('cuts an answer that had begun when the rest of its request did not come', async () => {
    const socket = await open(slow.port);
    const received = readAll(socket);
    const before = slow.held.length;
    socket.write('GET /held HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n');
    while (slow.held.length === before) await once(slow.server, 'request');
    slow.held.at(-1)?.write('half');
    expect(await received).toMatch(/^HTTP\/1\.1 200 [^]*\r\n\r\n4\r\nhalf\r\n$/);
  });

  it('asks for a body that is expected in chunks', async () => {
    const answers = await send(
      sample.port,
      'POST /things HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    );
    expect(answers.map(({ status }) => status)).toEqual([100, 201]);
  });

  it('passes over a tracestate that is too long', async () => {
    const headers = `traceparent: ${TRACE}\r\ntracestate: ${'a'.repeat(513)}\r\n`;
    const [answer] = await ask('/', { headers });
    expect(JSON.parse(answer?.body ?? '')).not.toHaveProperty('tracestate');
  });

  it('refuses to be a proxy', async () => {
    const [answer] = await send(sample.port, 'CONNECT x:80 HTTP/1.1\r\nHost: x\r\nX-Request-Id: mine\r\n\r\n');
    expect(answer).toMatchObject({ status: 405, headers: { allow: '', 'x-request-id': 'mine' } });
    expectProblem(answer as RawAnswer, 'MethodNotAllowed');
  });

  it('fails with 500, telling the client nothing and the log all, under one request id', async () => {
    const [answer] = await ask('/fails', { headers: 'X-Request-Id: f-1\r\n' });
    expectDescribed(answer, '/fails');
    expectProblem(answer, 'InternalError');
    expect(answer.headers['x-request-id']).toBe('f-1');
    expect(sample.lines.find(({ level }) => level === 'error')).toMatchObject({
      fields: { error: { message: 'canary' } },
    });
  });

  it('is not ready with reasons, and alive', async () => {
    sample.health.setFault('store', 'it is full');
    const [ready] = await ask('/readyz');
    expectDescribed(ready, '/readyz');
    expect(ready).toMatchObject({ status: 503, body: '{"status":"not ready","reasons":{"store":"it is full"}}' });
    expect((await ask('/healthz'))[0]?.status).toBe(200);
    sample.health.setFault('store', undefined);
  });

  it('is not alive while the event loop stands still', async () => {
    sample.loop.isStalled = true;
    const [answer] = await ask('/healthz');
    expectDescribed(answer, '/healthz');
    expect(answer).toMatchObject({ status: 503, body: '{"status":"stalled","stalledMs":6000}' });
    sample.loop.isStalled = false;
  });

  it('refuses what is over MAX_CONCURRENT_REQUESTS, but never to say how it is', async () => {
    const waiting = Array.from({ length: 5 }, () => ask('/held'));
    while (sample.held.length < 5) await once(sample.server, 'request');
    for (const [path, asked] of [
      ['/things', {}],
      ['/nothing', {}],
      ['/things', { method: 'POST', headers: 'Content-Length: 9\r\n' }],
    ] as [string, Asked][]) {
      const [answer] = await ask(path, asked);
      if (path === '/things') expectDescribed(answer, path, asked.method);
      expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
      expectProblem(answer as RawAnswer, 'Overloaded');
    }
    // Without a word of the client about the connection: nobody takes the rest of its request.
    const [refused] = await send(sample.port, 'POST /things HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n');
    expect(refused).toMatchObject({ status: 503, headers: { connection: 'close' } });
    for (const path of COMMON_PATHS) expect((await ask(path))[0]?.status).toBe(200);
    for (const res of sample.held.splice(0)) res.setHeader('Content-Type', 'application/json').end('[]');
    for (const [answer] of await Promise.all(waiting)) expectDescribedHeld(answer);
    expect((await ask('/things'))[0]?.status).toBe(200);
    expect(await sample.metrics.registry.metrics()).toContain(
      'http_requests_refused_total{code="Overloaded",service="sample"} 4',
    );
  });

  /** An answer that a route made by hand carries the same headers. */
  function expectDescribedHeld(answer: RawAnswer | undefined): void {
    contract.check({ method: 'GET', path: '/held', ...(answer as RawAnswer) });
    expect(answer?.headers).toMatchObject({
      'x-frame-options': 'SAMEORIGIN',
      'x-request-id': expect.stringMatching(UUID),
    });
  }

  it.each([
    ['takes a well-formed id over', 'abc-1.2_3:4=', 'abc-1.2_3:4='],
    ['makes one for other characters', 'a b', undefined],
    ['makes one for an id that is too long', 'a'.repeat(129), undefined],
    ['makes one for an empty id', '', undefined],
  ])('%s, on answers and refusals', async (_title, id, expected) => {
    const headers = `X-Request-Id: ${id}\r\n`;
    for (const [answer] of [
      await ask('/things', { headers }),
      await ask('/nothing', { headers }),
      await ask('http://[/', { headers }),
      await ask('/', { headers: `${headers}Expect: miracles\r\n` }),
    ]) {
      expect(answer?.headers['x-request-id']).toEqual(expected ?? expect.stringMatching(UUID));
    }
  });

  it('makes an id where two came', async () => {
    const [answer] = await ask('/things', { headers: 'X-Request-Id: a\r\nX-Request-Id: b\r\n' });
    expect(answer?.headers['x-request-id']).toMatch(UUID);
  });

  it('hands request id and trace on', async () => {
    const [answer] = await ask('/', { headers: `X-Request-Id: r-1\r\ntraceparent: ${TRACE}\r\ntracestate: a=b\r\n` });
    expect(JSON.parse(answer?.body ?? '')).toEqual({ 'X-Request-Id': 'r-1', traceparent: TRACE, tracestate: 'a=b' });
  });

  it('answers pipelined requests all and in order, also before a fault', async () => {
    const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\nX-Request-Id: ${path.slice(1) || 'root'}\r\n\r\n`;
    const socket = await open(sample.port);
    const received = readAll(socket);
    socket.write(`${get('/held')}${get('/things')}${get('/nothing')}nonsense\r\n\r\n`);
    while (sample.held.length === 0) await once(sample.server, 'request');
    sample.held.splice(0)[0]?.end('late');
    const answers = parseAnswers(await received);
    expect(answers.map(({ status, headers }) => [status, headers['x-request-id']])).toEqual([
      [200, 'held'],
      [200, 'things'],
      [404, 'nothing'],
      [400, expect.stringMatching(UUID)],
    ]);
  });

  it('keeps a connection of HTTP/1.0 only when asked to', async () => {
    const kept = await send(
      sample.port,
      'GET /things HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /things HTTP/1.0\r\n\r\n',
    );
    expect(kept.map(({ status, headers }) => [status, headers['connection']])).toEqual([
      [200, 'keep-alive'],
      [200, 'close'],
    ]);
  });

  it('answers a request for another protocol as if it had not been asked for', async () => {
    const [answer] = await ask('/things', { headers: 'Connection: upgrade\r\nUpgrade: websocket\r\n' });
    expectDescribed(answer, '/things');
  });

  it('counts a client that left as 499', async () => {
    const socket = await open(sample.port);
    socket.write('GET /held HTTP/1.1\r\nHost: x\r\n\r\n');
    while (sample.held.length === 0) await once(sample.server, 'request');
    const left = once(sample.held.splice(0)[0] as ServerResponse, 'close');
    socket.destroy();
    await left;
    expect(await sample.metrics.registry.metrics()).toMatch(/_count\{method="GET",route="\/held",status_code="499"/);
  });

  it('counts what it refused, by code', async () => {
    const refused = await startSample();
    for (const text of [
      'nonsense\r\n\r\n',
      'GET http://[/x HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET / HTTP/1.1\r\n\r\n',
      'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n\r\n',
      'POST /things HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\n',
      `POST /things HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n10001\r\n${'x'.repeat(65_537)}\r\n`,
      `POST /things HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}`,
    ]) {
      await send(refused.port, text);
    }
    const text = await refused.metrics.registry.metrics();
    refused.close();
    const counts = [...text.matchAll(/^http_requests_refused_total\{code="(\w+)".*\} (\d+)$/gm)];
    expect(Object.fromEntries(counts.map(([, code, count]) => [code, Number(count)]))).toEqual({
      InvalidRequest: 3,
      MethodNotAllowed: 1,
      ExpectationFailed: 1,
      PayloadTooLarge: 3,
    });
  });

  it('gave every answer that it describes', () => {
    expect(contract.uncovered({ withShared: true })).toEqual([]);
  });
});
