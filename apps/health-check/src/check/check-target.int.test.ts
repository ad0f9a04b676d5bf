import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aTarget } from '../__fixtures__/a-target.ts';
import type { FaultyServer } from '../__fixtures__/faulty-server.ts';
import { startFaultyServer } from '../__fixtures__/faulty-server.ts';
import type { Target } from '../targets/target.ts';
import { checkTarget } from './check-target.ts';

let server: FaultyServer;
const folder = mkdtempSync(join(tmpdir(), 'slipway-health-check-'));
beforeEach(async () => {
  server = await startFaultyServer();
});
afterEach(() => server.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** No DNS server is asked about a label of more than 63 characters. */
const UNKNOWN_URL = `http://${'a'.repeat(64)}.invalid/`;
const never = new AbortController().signal;
const check = (path: string, target: Partial<Target> = {}, maxBodyBytes = 1_048_576) =>
  checkTarget(aTarget({ url: `${server.url}${path}`, ...target }), { maxBodyBytes, signal: never });

describe('checkTarget', () => {
  it('finds a target well', async () => {
    expect(await check('/ok', { body: { json: '/deep/a~1b/1/c', equals: null } })).toEqual({
      name: 'sample',
      url: `${server.url}/ok`,
      method: 'GET',
      status: 'ok',
      httpStatus: 200,
      durationMs: expect.any(Number),
      attempts: 1,
      bodyBytes: 48,
    });
  });

  it.each<[string, string, Partial<Target>, object]>([
    [
      'a head that does not come',
      '/slow-head',
      { timeoutMs: 100 },
      { code: 'Timeout', detail: 'no whole answer within 100 ms' },
    ],
    [
      'a body that does not end',
      '/slow-body',
      { timeoutMs: 100 },
      { code: 'Timeout', detail: 'no whole answer within 100 ms' },
    ],
    ['a body that breaks off', '/cut', {}, { code: 'Broken' }],
    ['a body that is too short', '/short', {}, { code: 'Broken' }],
    ['a connection that is reset', '/reset', {}, { code: 'Broken' }],
    [
      'a wrong status',
      '/503',
      {},
      { code: 'StatusUnexpected', detail: 'answered 503 IntegrationKeyMissing instead of 200' },
    ],
    [
      'a wrong status without a problem',
      '/500',
      {},
      { code: 'StatusUnexpected', detail: 'answered 500 instead of 200' },
    ],
    ['a wrong body', '/ok', { body: { contains: 'steady' } }, { code: 'BodyUnexpected' }],
    ['wrong lines', '/ndjson-wrong', { body: { ndjson: true } }, { code: 'BodyUnexpected' }],
    ['a port where nobody listens', '', { url: 'http://127.0.0.1:1/' }, { code: 'Refused' }],
    ['a name that nobody knows', '', { url: UNKNOWN_URL }, { code: 'NameUnresolved' }],
  ])('fails for %s', async (_title, path, target, failure) => {
    const result = await check(path, target);
    expect(result).toMatchObject({ status: 'failed', failure });
    expect(JSON.stringify(result)).not.toContain('canary');
  });

  it('does not follow a redirect, and does not say a key that it says back', async () => {
    const file = join(folder, 'key');
    writeFileSync(file, 'canary-header\n');
    const result = await check('/redirect', { headers: { Authorization: { file, prefix: 'Bearer ' } } });
    expect(result).toMatchObject({ status: 'failed', httpStatus: 302, failure: { code: 'RedirectUnexpected' } });
    expect(JSON.stringify(result)).not.toContain('canary');
    expect(server.asked).toEqual(['GET /redirect']);
    expect(server.keys).toEqual(['Bearer canary-header']);
  });

  it('takes a key from its file each time', async () => {
    const file = join(folder, 'rotated');
    const headers = { Authorization: { file } };
    for (const key of ['one', 'two']) {
      writeFileSync(file, `${key}\n`);
      await check('/ok', { headers });
    }
    expect(server.keys).toEqual(['one', 'two']);
    writeFileSync(file, '\n');
    expect(await check('/ok', { headers })).toMatchObject({
      failure: { code: 'HeaderUnreadable', detail: 'the file of header Authorization is empty' },
    });
  });

  it('reads no more of a body than it may', async () => {
    const result = await check('/endless', { timeoutMs: 3_600_000, body: { ndjson: true } }, 200_000);
    expect(result).toMatchObject({ status: 'ok', bodyBytes: 200_000 });
    while (server.connections() > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  });

  it.each([
    ['/empty', 0],
    ['/ndjson', 26],
  ])('takes the lines of %s', async (path, bodyBytes) => {
    expect(await check(path, { body: { ndjson: true } })).toMatchObject({ status: 'ok', bodyBytes });
  });

  it('asks for the head alone with HEAD', async () => {
    expect(await check('/ok', { method: 'HEAD' })).toMatchObject({ status: 'ok', bodyBytes: 0 });
    expect(server.asked).toEqual(['HEAD /ok']);
  });

  it('tries again as often as it may', async () => {
    expect(await check('/second-time', { retries: 2 })).toMatchObject({ status: 'ok', attempts: 2 });
    expect(await check('/500', { retries: 1 })).toMatchObject({ status: 'failed', attempts: 2 });
  });

  it('finds names below localhost on this machine', async () => {
    const { port } = new URL(server.url);
    for (const host of ['backend-api.localhost', 'localhost']) {
      expect(await check('', { url: `http://${host}:${port}/ok` })).toMatchObject({ status: 'ok' });
    }
  });

  it('fails for what is no HTTP', async () => {
    const raw = createServer((socket) => socket.end('hello\r\n')).listen(0, '127.0.0.1');
    await once(raw, 'listening');
    const url = `http://127.0.0.1:${(raw.address() as AddressInfo).port}/`;
    expect(await check('', { url })).toMatchObject({ failure: { code: 'NotHttp' } });
    raw.close();
  });

  it.each(['/slow-head', '/slow-body'])('ends at once when it is stopped at %s', async (path) => {
    const stop = new AbortController();
    const checked = checkTarget(aTarget({ url: `${server.url}${path}`, retries: 9 }), {
      maxBodyBytes: 1,
      signal: stop.signal,
    });
    while (server.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort('SIGTERM');
    await expect(checked).rejects.toBe('SIGTERM');
    expect(server.asked).toHaveLength(1);
  });
});
