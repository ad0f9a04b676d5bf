import dns from 'node:dns';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import type { TestApp } from '../__fixtures__/an-app.ts';
import { anApp, DEV_KEY, DOWNLOAD } from '../__fixtures__/an-app.ts';
import type { FaultName, FaultyUpstream } from '../__fixtures__/faulty-upstream.ts';
import { ENTRY, faults, startFaultyUpstream } from '../__fixtures__/faulty-upstream.ts';
import { selfSigned } from '../__fixtures__/self-signed.ts';
import type { ExternalLogsClientOptions } from './create-external-logs-client.ts';

let upstream: FaultyUpstream;
const apps: TestApp[] = [];
beforeAll(async () => void (upstream = await startFaultyUpstream()));
beforeEach(() => void upstream.calls.splice(0));
afterEach(async () => {
  jest.restoreAllMocks();
  for (const app of apps.splice(0)) await app.close();
});
afterAll(() => upstream.close());

function open(url: string | (() => string), options: Partial<ExternalLogsClientOptions> = {}): TestApp {
  const app = anApp(url, options);
  apps.push(app);
  return app;
}

type Row = [fault: FaultName, status: number, code: string, isRetried: boolean, isCounted: boolean];

/** The same rows as in README.md. */
const TABLE: readonly Row[] = [
  ['slow headers', 504, 'UpstreamTimeout', true, true],
  ['slow first line', 504, 'UpstreamTimeout', true, true],
  ['trickling first line', 504, 'UpstreamTimeout', true, true],
  ['no body after its head', 504, 'UpstreamTimeout', true, true],
  ['endless 1xx', 504, 'UpstreamTimeout', true, true],
  ['cut first line, with a length', 502, 'UpstreamUnreachable', true, true],
  ['cut first line, chunked', 502, 'UpstreamUnreachable', true, true],
  ['no body, without a marked end', 502, 'UpstreamUnreachable', true, true],
  ['reset', 502, 'UpstreamUnreachable', true, true],
  ['closed without an answer', 502, 'UpstreamUnreachable', true, true],
  ['status 500', 502, 'UpstreamFailed', true, true],
  ['status 502', 502, 'UpstreamFailed', true, true],
  ['status 503', 503, 'UpstreamUnavailable', true, true],
  ['status 429', 503, 'UpstreamUnavailable', true, true],
  ['status 429 with seconds', 503, 'UpstreamUnavailable', false, true],
  ['status 429 with a date', 503, 'UpstreamUnavailable', false, true],
  ['status 401', 502, 'UpstreamRefused', false, false],
  ['status 403', 502, 'UpstreamRefused', false, false],
  ['status 404', 502, 'UpstreamInvalid', false, false],
  ['status 204', 502, 'UpstreamInvalid', false, false],
  ['redirect', 502, 'UpstreamInvalid', false, false],
  ['garbage', 502, 'UpstreamInvalid', false, false],
  ['endless header', 502, 'UpstreamInvalid', false, false],
  ['endless first line', 502, 'UpstreamInvalid', false, false],
  ['HTML with status 200', 502, 'UpstreamInvalid', false, false],
  ['HTML that says it is NDJSON', 502, 'UpstreamInvalid', false, false],
  ['JSON document', 502, 'UpstreamInvalid', false, false],
  ['JSON document of several lines', 502, 'UpstreamInvalid', false, false],
  ['JSON array', 502, 'UpstreamInvalid', false, false],
  ['wrong content type', 502, 'UpstreamInvalid', false, false],
  ['gzip, not asked for', 502, 'UpstreamInvalid', false, false],
];

/** Faults after the first line: the answer has begun. */
const CUT: readonly FaultName[] = [
  'cut body, with a length',
  'cut body, chunked',
  'cut body, without a marked end',
  'reset body',
  'reset body, without a marked end',
  'garbage in the body',
  'stalls in the body',
];

const WELL: readonly FaultName[] = [
  'well',
  'well, chunked',
  'well, with a charset',
  'well, without a type',
  'well, as application/json',
  'well, without a marked end',
  'well, without a marked end, HTTP/1.0',
];

describe('a fault of the upstream', () => {
  it('is one of those below, all of which README.md has', () => {
    const tested = [...TABLE.map(([name]) => name), ...CUT, ...WELL, 'empty body'];
    expect(tested.sort()).toEqual(Object.keys(faults).sort());
    const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8').replace(/ +/g, ' ');
    const word = (is: boolean) => (is ? 'yes' : 'no');
    for (const [name, status, code, isRetried, isCounted] of TABLE) {
      expect(readme).toContain(`| ${name} | ${status} | \`${code}\` | ${word(isRetried)} | ${word(isCounted)} |`);
    }
    for (const name of CUT) expect(readme).toContain(`| ${name} | 200, cut`);
  });

  it.each(TABLE)('%s is answered %i %s within the deadline', async (name, status, code, isRetried, isCounted) => {
    const limits = { attempts: 2, attemptTimeoutMs: 150, deadlineMs: 3000 };
    const { app, lines, metrics } = open(upstream.url(name), { ...limits, breakAfter: isRetried ? 2 : 1 });
    const start = performance.now();
    const answer = await request(app).get(DOWNLOAD);
    expect(performance.now() - start).toBeLessThan(limits.deadlineMs + 1000);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.headers['retry-after']).toBe(
      status !== 503 ? undefined : name.startsWith('status 429 with') ? '7' : '1',
    );
    expect(upstream.calls).toHaveLength(isRetried ? 2 : 1);
    expect(await metrics()).toContain(`external_logs_breaker_state{service="backend-api"} ${isCounted ? 2 : 0}`);
    expect(JSON.stringify([answer.headers, answer.text, lines])).not.toContain(DEV_KEY);
  });

  it.each(CUT)('%s cuts the download, which has begun, and is not retried', async (name) => {
    const app = open(upstream.url(name));
    const { url } = await app.listen();
    const answer = await fetch(`${url}${DOWNLOAD}`);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow(/terminated/);
    expect(upstream.calls).toHaveLength(1);
    const isLogged = () => app.lines.join('').includes('"detail":"The download broke off."');
    while (!isLogged()) await new Promise((resolve) => setTimeout(resolve, 1));
  });

  it.each(WELL)('is not seen where all is well: %s', async (name) => {
    const app = open(upstream.url(name));
    const { url } = await app.listen();
    expect(await (await fetch(`${url}${DOWNLOAD}`)).text()).toBe(ENTRY);
  });

  it('is not seen in an empty body', async () => {
    const { app } = open(upstream.url('empty body'));
    expect(await request(app).get(DOWNLOAD)).toMatchObject({ status: 200, headers: { 'content-length': '0' } });
  });

  it('is answered 502 where nobody listens', async () => {
    const { app, metrics } = open('http://127.0.0.1:1/logs', { attempts: 2 });
    expect(await request(app).get(DOWNLOAD)).toMatchObject({ status: 502, body: { code: 'UpstreamUnreachable' } });
    expect(await metrics()).toContain('external_logs_requests_total{outcome="unreachable",service="backend-api"} 2');
  });

  it('is answered 502 while its name does not resolve, and forgotten when it does again', async () => {
    let isGone = true;
    const resolve = dns.lookup;
    const lookup = jest.spyOn(dns, 'lookup').mockImplementation(((name: string, options: object, done: Done) => {
      if (name !== 'logs.invalid') return resolve(name, options, done as never);
      const error = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
      if (isGone) process.nextTick(done, error);
      else process.nextTick(done, null, [{ address: '127.0.0.1', family: 4 }]);
    }) as never);
    const { app, metrics } = open(`http://logs.invalid:${upstream.port}/well`, { attempts: 2 });
    expect(await request(app).get(DOWNLOAD)).toMatchObject({ status: 502, body: { code: 'UpstreamUnreachable' } });
    expect(lookup.mock.calls.filter(([name]) => name === 'logs.invalid')).toHaveLength(2);
    expect(await metrics()).toContain('external_logs_requests_total{outcome="unreachable",service="backend-api"} 2');
    isGone = false;
    expect((await request(app).get(DOWNLOAD)).status).toBe(200);
  });

  it('is answered 502 and not retried when its certificate is not to be trusted', async () => {
    const stranger = await startFaultyUpstream({ tls: await selfSigned() });
    const { app, metrics, lines } = open(stranger.url('well'), { breakAfter: 1 });
    expect(await request(app).get(DOWNLOAD)).toMatchObject({
      status: 502,
      body: { code: 'UpstreamUnreachable', detail: 'The log provider could not prove who it is.' },
    });
    expect(stranger.calls).toHaveLength(0);
    const text = await metrics();
    expect(text).toContain('external_logs_requests_total{outcome="untrusted",service="backend-api"} 1');
    expect(text).toContain('external_logs_breaker_state{service="backend-api"} 0');
    expect(lines.join('')).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
    await stranger.close();
  });
});

type Done = (error: Error | null, addresses?: { address: string; family: number }[]) => void;
