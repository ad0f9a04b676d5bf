import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { EntryStoreError } from '@slipway/entry-store';
import { createHealth } from '@slipway/health';
import { createLogger } from '@slipway/logging';
import { loadSettings, serviceSettings } from '@slipway/service-kit';
import request from 'supertest';
import { createApp } from './app.ts';
import { createExternalLogsClient } from './clients/create-external-logs-client.ts';
import type { ExternalLogsClientOptions } from './clients/create-external-logs-client.ts';
import { backendApiSettings } from './settings.ts';

const DEV_KEY = 'canary-development';
const ENTRY = '{"file":"a","level":"info","message":"m"}\n';

let upstream: Server | undefined;
let calls: IncomingMessage[];
const closers: (() => void)[] = [];

beforeEach(() => (calls = []));
afterEach(() => {
  upstream?.close();
  upstream?.closeAllConnections();
  for (const close of closers.splice(0)) close();
});

/** backend-api before an upstream that answers as the test says; time limits are short, retries quick. */
async function anApp(answer: RequestListener, options: Partial<ExternalLogsClientOptions> = {}) {
  upstream = createServer((req, res) => {
    calls.push(req);
    answer(req, res);
  }).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/logs`;
  const lines: string[] = [];
  const logger = createLogger({
    format: 'json',
    sink: { write: (line) => void lines.push(line), flush: () => undefined },
  });
  const { values } = loadSettings(
    { ...serviceSettings, ...backendApiSettings },
    { env: { EXTERNAL_LOGS_URL: url, EXTERNAL_INTEGRATION_KEY_DEVELOPMENT: DEV_KEY, WORK_DELAY_MS: '0' } },
  );
  const client = createExternalLogsClient({
    url: () => url,
    attemptTimeoutMs: 300,
    deadlineMs: 2000,
    attempts: 3,
    maxConcurrent: 5,
    backoffMs: { initial: 1, max: 5 },
    ...options,
  });
  closers.push(() => client.close());
  const store = { write: jest.fn().mockResolvedValue('20261121T063004123Z-00000001-a-b.log') };
  const { app } = createApp({ values, logger, health: createHealth(), store, client });
  return { app, lines, store };
}

const download = '/download_external_logs?env=development';
const answerWith =
  (status: number, body: string, headers: Record<string, string> = {}) =>
  (_req: IncomingMessage, res: ServerResponse) =>
    void res.writeHead(status, headers).end(body);

describe('GET /', () => {
  it('answers with the entry it kept and its file', async () => {
    const { app, store } = await anApp(answerWith(200, ''));
    const { status, body } = await request(app).get('/');
    expect(status).toBe(200);
    expect(body).toEqual({
      message: expect.any(String),
      level: expect.stringMatching(/^(debug|info|warn|error)$/),
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      file: '20261121T063004123Z-00000001-a-b.log',
    });
    const { file, ...entry } = body;
    expect(file).toBeDefined();
    expect(store.write).toHaveBeenCalledWith(entry);
  });

  it.each([
    ['ENOSPC', 507, 'StorageFull'],
    ['EDQUOT', 507, 'StorageFull'],
    ['EROFS', 500, 'StorageUnwritable'],
    ['EACCES', 500, 'StorageUnwritable'],
  ])('answers %s with %i %s', async (code, status, problem) => {
    const { app, store } = await anApp(answerWith(200, ''));
    store.write.mockRejectedValue(new EntryStoreError('write', Object.assign(new Error(code), { code })));
    expect(await request(app).get('/')).toMatchObject({ status, body: { code: problem } });
  });
});

describe('GET /download_external_logs', () => {
  it('streams the entries as a download', async () => {
    const { app } = await anApp(answerWith(200, ENTRY.repeat(3), { 'Content-Type': 'application/x-ndjson' }));
    const { status, headers, text } = await request(app)
      .get(download)
      .buffer(true)
      .parse((res, done) => {
        let body = '';
        res.on('data', (chunk) => (body += chunk));
        res.on('end', () => done(null, body));
      })
      .then((res) => ({ ...res, status: res.status, headers: res.headers, text: res.body as string }));
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/x-ndjson');
    expect(headers['content-disposition']).toMatch(
      /^attachment; filename="external-logs-development-\d{8}T\d{6}Z\.ndjson"$/,
    );
    expect(text).toBe(ENTRY.repeat(3));
  });

  it('hands on key, request id and trace', async () => {
    const { app } = await anApp(answerWith(200, ENTRY));
    const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
    await request(app).get(download).set('X-Request-Id', 'r-1').set('traceparent', traceparent);
    expect(calls[0]?.headers).toMatchObject({
      authorization: `Bearer ${DEV_KEY}`,
      'x-request-id': 'r-1',
      traceparent,
      accept: 'application/x-ndjson',
    });
  });

  it('gives an empty download where there are no entries', async () => {
    const { app } = await anApp(answerWith(200, ''));
    expect(await request(app).get(download)).toMatchObject({ status: 200, headers: { 'content-length': '0' } });
  });

  it.each([
    ['?env=nowhere', 400, 'InvalidEnvironment'],
    ['?env=', 400, 'InvalidEnvironment'],
    ['', 400, 'InvalidEnvironment'],
    ['?env=development&env=staging', 400, 'InvalidEnvironment'],
    ['?env[]=development', 400, 'InvalidEnvironment'],
    ['?env=staging', 503, 'IntegrationKeyMissing'],
  ])('answers %s with %i %s and asks nobody', async (query, status, code) => {
    const { app } = await anApp(answerWith(200, ENTRY));
    const answer = await request(app).get(`/download_external_logs${query}`);
    expect(answer).toMatchObject({ status, body: { code, status } });
    if (status === 400) expect(answer.body.title).toBe('Invalid environment');
    expect(calls).toHaveLength(0);
  });

  it.each([
    ['failing', answerWith(500, 'oops'), 502, 'UpstreamFailed', 3],
    ['busy', answerWith(503, '', { 'Retry-After': '7' }), 503, 'UpstreamUnavailable', 3],
    ['refusing the key', answerWith(403, ''), 502, 'UpstreamRefused', 1],
    ['not there', answerWith(404, ''), 502, 'UpstreamInvalid', 1],
    ['elsewhere', answerWith(302, '', { Location: 'http://127.0.0.1:1/' }), 502, 'UpstreamInvalid', 1],
    ['an HTML page', answerWith(200, '<html>login</html>'), 502, 'UpstreamInvalid', 1],
    ['a JSON array', answerWith(200, '[1]\n'), 502, 'UpstreamInvalid', 1],
    ['dropping the connection', (req: IncomingMessage) => void req.socket.destroy(), 502, 'UpstreamUnreachable', 3],
    ['silent', () => undefined, 504, 'UpstreamTimeout', 3],
    [
      'silent after its head',
      (_req: IncomingMessage, res: ServerResponse) => res.flushHeaders(),
      504,
      'UpstreamTimeout',
      3,
    ],
  ] as [string, RequestListener, number, string, number][])(
    'answers an upstream that is %s with a problem',
    async (_title, answer, status, code, attempts) => {
      const { app, lines } = await anApp(answer);
      const response = await request(app).get(download);
      expect(response).toMatchObject({ status, body: { code } });
      expect(response.headers['content-type']).toBe('application/problem+json');
      expect(calls).toHaveLength(attempts);
      expect(response.text + lines.join('')).not.toContain(DEV_KEY);
    },
  );

  it('hands on the pause that a busy upstream asks for', async () => {
    const { app } = await anApp(answerWith(429, '', { 'Retry-After': '7' }));
    expect((await request(app).get(download)).headers['retry-after']).toBe('7');
  });

  it('answers 502 where nobody listens', async () => {
    const { app } = await anApp(answerWith(200, ''), { url: () => 'http://127.0.0.1:1/logs' });
    expect(await request(app).get(download)).toMatchObject({ status: 502, body: { code: 'UpstreamUnreachable' } });
  });

  it('succeeds when a repeated attempt does', async () => {
    const { app } = await anApp((req, res) => answerWith(calls.length < 3 ? 500 : 200, ENTRY)(req, res));
    expect((await request(app).get(download)).status).toBe(200);
    expect(calls).toHaveLength(3);
  });

  it('keeps the total deadline over all attempts', async () => {
    const { app } = await anApp(() => undefined, { attemptTimeoutMs: 5000, deadlineMs: 200 });
    expect(await request(app).get(download)).toMatchObject({ status: 504 });
    expect(calls).toHaveLength(1);
  });

  it('leaves an upstream alone after failures in a row, and tries again later', async () => {
    let isBroken = true;
    const { app } = await anApp((req, res) => answerWith(isBroken ? 500 : 200, ENTRY)(req, res), {
      attempts: 1,
      breakAfter: 3,
      breakForMs: 60,
    });
    for (let n = 0; n < 3; n += 1) await request(app).get(download);
    const answer = await request(app).get(download);
    expect(answer).toMatchObject({
      status: 503,
      body: { code: 'UpstreamUnavailable' },
      headers: { 'retry-after': '1' },
    });
    expect(calls).toHaveLength(3);
    isBroken = false;
    let status = 503;
    while (status === 503) ({ status } = await request(app).get(download));
    expect(status).toBe(200);
  });

  it('refuses downloads over the bound, waiting ones included', async () => {
    const held: ServerResponse[] = [];
    const { app } = await anApp((_req, res) => void held.push(res), { maxConcurrent: 1, attemptTimeoutMs: 5000 });
    const server = app.listen(0);
    const [first, second] = [request(server).get(download), request(server).get(download)].map((call) =>
      call.then((r) => r),
    );
    while (held.length === 0) await once(upstream as Server, 'request');
    let third = await request(server).get(download);
    while (third.status !== 503) third = await request(server).get(download);
    expect(third.body.code).toBe('UpstreamUnavailable');
    held[0]?.end(ENTRY);
    await first;
    while (held.length < 2) await once(upstream as Server, 'request');
    held[1]?.end(ENTRY);
    expect((await second)?.status).toBe(200);
    server.close();
  });

  it('breaks off, instead of ending well, when the upstream breaks off', async () => {
    const { app } = await anApp((_req, res) => {
      res.write(ENTRY);
      setImmediate(() => res.destroy());
    });
    await expect(request(app).get(download)).rejects.toThrow(/aborted|hang up|terminated/);
  });

  it('lets go of the upstream when the client leaves', async () => {
    const { app } = await anApp((_req, res) => void res.write(ENTRY));
    const server = app.listen(0);
    await once(server, 'listening');
    const stop = new AbortController();
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${download}`, { signal: stop.signal });
    const closed = once(calls[0]?.socket as NodeJS.EventEmitter, 'close');
    stop.abort();
    await response.text().catch(() => undefined);
    await closed;
    server.close();
  });

  it('answers HEAD with the head alone', async () => {
    const { app } = await anApp(answerWith(200, ENTRY));
    const { status, headers } = await request(app).head(download);
    expect(status).toBe(200);
    expect(headers['content-disposition']).toContain('attachment');
  });
});

describe('GET /openapi.json', () => {
  it('describes exactly the routes there are', async () => {
    const { app } = await anApp(answerWith(200, ''));
    const { body } = await request(app).get('/openapi.json');
    expect(Object.keys(body.paths).sort()).toEqual(
      ['/', '/download_external_logs', '/healthz', '/openapi.json', '/readyz', '/version'].sort(),
    );
    expect(Object.keys(body.paths['/download_external_logs'].get.responses)).toEqual(
      expect.arrayContaining(['200', '400', '502', '503', '504']),
    );
  });
});
