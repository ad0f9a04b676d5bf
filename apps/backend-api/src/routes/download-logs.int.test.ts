import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import request from 'supertest';
import type { TestApp } from '../__fixtures__/an-app.ts';
import { anApp, DEV_KEY, DOWNLOAD } from '../__fixtures__/an-app.ts';
import type { FaultyUpstream } from '../__fixtures__/faulty-upstream.ts';
import { ENTRY, faults, startFaultyUpstream } from '../__fixtures__/faulty-upstream.ts';
import type { ExternalLogsClientOptions } from '../clients/create-external-logs-client.ts';

let upstream: FaultyUpstream;
let opened: TestApp | undefined;
afterEach(async () => {
  await opened?.close();
  await upstream.close();
});

/** backend-api before an upstream that answers as the test says. */
async function open(answer: RequestListener = faults.well, options: Partial<ExternalLogsClientOptions> = {}) {
  upstream = await startFaultyUpstream({ answer });
  return (opened = anApp(upstream.url('well'), options));
}

/** A download read to its end. */
async function readAll(app: TestApp['app']): Promise<string> {
  const { body } = await request(app)
    .get(DOWNLOAD)
    .buffer(true)
    .parse((res, done) => {
      let text = '';
      res.on('data', (chunk) => (text += chunk));
      res.on('end', () => done(null, text));
    });
  return body as string;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe('GET /download_external_logs', () => {
  it('streams the entries as a download', async () => {
    const body = ENTRY.repeat(3);
    const { app } = await open((_req, res) => void res.end(body));
    expect(await readAll(app)).toBe(body);
    const { status, headers } = await request(app).get(DOWNLOAD);
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
    expect(headers['content-disposition']).toMatch(
      /^attachment; filename="external-logs-development-\d{8}T\d{6}Z\.ndjson"$/,
    );
  });

  it('hands on key, request id and trace', async () => {
    const { app } = await open();
    const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
    await request(app).get(DOWNLOAD).set('X-Request-Id', 'r-1').set('traceparent', traceparent);
    expect(upstream.calls[0]?.headers).toMatchObject({
      authorization: `Bearer ${DEV_KEY}`,
      'x-request-id': 'r-1',
      traceparent,
      accept: 'application/x-ndjson',
      'accept-encoding': 'identity',
    });
  });

  it.each([
    ['?env=nowhere', 400, 'InvalidEnvironment'],
    ['?env=', 400, 'InvalidEnvironment'],
    ['', 400, 'InvalidEnvironment'],
    ['?env=development&env=staging', 400, 'InvalidEnvironment'],
    ['?env[]=development', 400, 'InvalidEnvironment'],
    ['?env=staging', 503, 'IntegrationKeyMissing'],
  ])('answers %s with %i %s and asks nobody', async (query, status, code) => {
    const { app } = await open();
    const answer = await request(app).get(`/download_external_logs${query}`);
    expect(answer).toMatchObject({ status, body: { code, status } });
    if (status === 400) expect(answer.body.title).toBe('Invalid environment');
    expect(upstream.calls).toHaveLength(0);
  });

  it('answers HEAD with the head alone', async () => {
    const { app } = await open();
    const { status, headers } = await request(app).head(DOWNLOAD);
    expect(status).toBe(200);
    expect(headers['content-disposition']).toContain('attachment');
    await until(async () => (await upstream.connections()) <= 1);
  });

  it('refuses HTTP/1.0 where a cut stream would look whole, and serves it where the length is known', async () => {
    const isChunked = { now: true };
    const app = await open((req, res) => (isChunked.now ? faults['well, chunked'] : faults.well)(req, res));
    const { url } = await app.listen();
    async function ask(): Promise<string> {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.write(`GET ${DOWNLOAD} HTTP/1.0\r\nHost: a\r\n\r\n`);
      let text = '';
      socket.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      await once(socket, 'close');
      return text;
    }
    const refused = await ask();
    expect(refused).toMatch(/^HTTP\/1\.1 426 /);
    expect(refused).toMatch(/^Upgrade: HTTP\/1\.1\r$/im);
    expect(refused).toContain('"code":"UpgradeRequired"');
    isChunked.now = false;
    const served = await ask();
    expect(served).toMatch(/^HTTP\/1\.1 200 /);
    expect(served.endsWith(`\r\n\r\n${ENTRY}`)).toBe(true);
  });

  it('stops the upstream while its own client does not read', async () => {
    const chunk = Buffer.alloc(65_536, `${'{"a":1}'.padEnd(63)}\n`);
    let sent = 0;
    const app = await open((_req, res) => {
      const more = () => {
        while (!res.destroyed && res.write(chunk)) sent += chunk.length;
        if (!res.destroyed) sent += chunk.length;
      };
      res.on('drain', more);
      more();
    });
    const { url } = await app.listen();
    const socket = connect(Number(new URL(url).port), '127.0.0.1').pause();
    socket.write(`GET ${DOWNLOAD} HTTP/1.1\r\nHost: a\r\n\r\n`);
    await until(() => sent > 0);
    // Nothing has moved for many turns: all buffers between here and there are full.
    for (let before = -1; before !== sent; await new Promise((resolve) => setTimeout(resolve, 50))) before = sent;
    expect(sent).toBeLessThan(32 * 1024 * 1024);
    socket.destroy();
  });

  it('cuts a client that does not read for STALL_TIMEOUT_MS, and lets go of the upstream', async () => {
    const chunk = Buffer.alloc(65_536, `${'{"a":1}'.padEnd(63)}\n`);
    const app = await open((_req, res) => {
      const more = () => {
        while (!res.destroyed && res.write(chunk));
      };
      res.on('drain', more);
      more();
    });
    const { url } = await app.listen();
    const socket = connect(Number(new URL(url).port), '127.0.0.1').pause();
    socket.on('error', () => undefined).write(`GET ${DOWNLOAD} HTTP/1.1\r\nHost: a\r\n\r\n`);
    await until(() => upstream.calls.length === 1);
    await until(async () => (await upstream.connections()) === 0);
    socket.destroy();
  });

  it.each([
    ['before the answer', faults['slow headers'], {}],
    ['within the answer', faults['stalls in the body'], {}],
    ['before a retry', faults['status 500'], { backoffMs: { initial: 1500, max: 1500 } }],
  ])('lets go of the upstream at once when the client leaves %s', async (_when, answer, options) => {
    const app = await open(answer, { attemptTimeoutMs: 1900, maxConcurrent: 1, ...options });
    const { url } = await app.listen();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(`GET ${DOWNLOAD} HTTP/1.1\r\nHost: a\r\n\r\n`);
    await until(() => upstream.calls.length === 1);
    if (answer === faults['stalls in the body']) await once(socket, 'data');
    const left = performance.now();
    socket.destroy();
    await until(async () =>
      (await app.metrics()).includes('external_logs_downloads{state="running",service="backend-api"} 0'),
    );
    if (answer !== faults['status 500']) await until(async () => (await upstream.connections()) === 0);
    expect(performance.now() - left).toBeLessThan(1000);
    expect(upstream.calls).toHaveLength(1);
    expect(await app.metrics()).toContain('external_logs_breaker_state{service="backend-api"} 0');
  });

  it('gives the place in line of a client that left to the next', async () => {
    const held: ServerResponse[] = [];
    const app = await open((_req, res) => void held.push(res), {
      maxConcurrent: 1,
      attemptTimeoutMs: 5000,
      deadlineMs: 20_000,
    });
    const { url } = await app.listen();
    const first = fetch(`${url}${DOWNLOAD}`);
    await until(() => held.length === 1);
    const waits = new AbortController();
    const second = fetch(`${url}${DOWNLOAD}`, { signal: waits.signal }).catch(() => 'left');
    await until(async () =>
      (await app.metrics()).includes('external_logs_downloads{state="waiting",service="backend-api"} 1'),
    );
    const refused = await fetch(`${url}${DOWNLOAD}`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toMatchObject({
      code: 'UpstreamUnavailable',
      detail: 'Too many downloads are running.',
    });
    waits.abort();
    expect(await second).toBe('left');
    await until(async () =>
      (await app.metrics()).includes('external_logs_downloads{state="waiting",service="backend-api"} 0'),
    );
    const third = fetch(`${url}${DOWNLOAD}`);
    await until(async () =>
      (await app.metrics()).includes('external_logs_downloads{state="waiting",service="backend-api"} 1'),
    );
    expect(upstream.calls).toHaveLength(1);
    held[0]?.end(ENTRY);
    await until(() => held.length === 2);
    held[1]?.end(ENTRY);
    expect([(await first).status, (await third).status]).toEqual([200, 200]);
  });

  it('answers 503 when no place became free within the deadline', async () => {
    const app = await open(faults['slow headers'], { maxConcurrent: 1, attemptTimeoutMs: 2000, deadlineMs: 2000 });
    const { url } = await app.listen();
    const first = fetch(`${url}${DOWNLOAD}`);
    await until(() => upstream.calls.length === 1);
    const second = await fetch(`${url}${DOWNLOAD}`);
    expect(second.status === 503 || second.status === 504).toBe(true);
    expect((await first).status).toBe(504);
  });

  it('logs neither key nor request when the provider refuses the key', async () => {
    const { app, lines } = await open((req, res) => {
      const key = String(req.headers.authorization);
      res.writeHead(403, key, { 'X-Echo': key, 'WWW-Authenticate': key }).end(`{"key":"${key}"}`);
    });
    const answer = await request(app).get(DOWNLOAD);
    expect(answer).toMatchObject({ status: 502, body: { code: 'UpstreamRefused' } });
    expect(JSON.stringify([answer.headers, answer.text, lines])).not.toContain(DEV_KEY);
    expect(lines.join('')).toContain('UpstreamRefused');
  });

  it('goes by a proxy that the environment names, but not to this machine', async () => {
    const { app } = await open();
    const proxy = await startFaultyUpstream({ answer: faults.well });
    const outside = anApp('http://logs.invalid/path');
    process.env['http_proxy'] = `http://127.0.0.1:${proxy.port}`;
    try {
      expect((await request(app).get(DOWNLOAD)).status).toBe(200);
      expect([upstream.calls.length, proxy.calls.length]).toEqual([1, 0]);
      expect((await request(outside.app).get(DOWNLOAD)).status).toBe(200);
      expect(proxy.calls[0]).toMatchObject({ url: 'http://logs.invalid/path', headers: { host: 'logs.invalid' } });
    } finally {
      delete process.env['http_proxy'];
      await outside.close();
      await proxy.close();
    }
  });
});
