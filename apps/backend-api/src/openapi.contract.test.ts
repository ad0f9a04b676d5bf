import { EntryStoreError } from '@slipway/entry-store';
import { createHealth } from '@slipway/health';
import type { Contract } from '@slipway/service-testing';
import { createContract, sendRaw } from '@slipway/service-testing';
import fc from 'fast-check';
import request from 'supertest';
import type { TestApp } from './__fixtures__/an-app.ts';
import { anApp, DOWNLOAD } from './__fixtures__/an-app.ts';
import type { FaultName, FaultyUpstream } from './__fixtures__/faulty-upstream.ts';
import { startFaultyUpstream } from './__fixtures__/faulty-upstream.ts';

let upstream: FaultyUpstream;
let service: TestApp;
let contract: Contract;
const target: { fault: FaultName } = { fault: 'well' };
const life = { isAlive: true };
const health = createHealth();

beforeAll(async () => {
  upstream = await startFaultyUpstream();
  const liveness = () => ({ ...health.liveness(), ...(life.isAlive ? {} : { isAlive: false, stalledMs: 9000 }) });
  service = anApp(() => upstream.url(target.fault), { attempts: 1, breakAfter: 1000, health: { ...health, liveness } });
  contract = createContract((await request(service.app).get('/openapi.json')).body);
});
afterAll(async () => {
  await service.close();
  await upstream.close();
});

/** Asks, and holds the answer against the document and against what every answer of a service has. */
async function visit(method: 'get' | 'head' | 'options' | 'post' | 'delete' | 'put' | 'patch', path: string) {
  const { status, headers, text, body } = await request(service.app)[method](path).buffer(true).parse(toText);
  const observed = { method, path, status, headers, body: body || text };
  contract.check(observed);
  expect(headers).toMatchObject({
    'x-request-id': expect.stringMatching(/^[\w-]+$/),
    'x-content-type-options': 'nosniff',
  });
  expect(headers).not.toHaveProperty('etag');
  expect(headers).not.toHaveProperty('x-powered-by');
  return status;
}

function toText(res: NodeJS.EventEmitter, done: (error: null, text: string) => void): void {
  let text = '';
  res.on('data', (chunk) => (text += chunk));
  res.on('end', () => done(null, text));
}

const ODD_VALUES = [
  'development',
  'staging',
  'Development',
  '',
  '%',
  '%zz',
  '%00',
  '%FF',
  'a'.repeat(4000),
  '__proto__',
];

const failWith = (code: string) =>
  service.write.mockRejectedValueOnce(new EntryStoreError('write', Object.assign(new Error(code), { code })));

describe('backend-api and its OpenAPI document', () => {
  it('agree about GET /', async () => {
    expect(await visit('get', '/')).toBe(200);
    expect(await visit('head', '/')).toBe(200);
    failWith('EROFS');
    expect(await visit('get', '/')).toBe(500);
    service.write.mockRejectedValueOnce(new Error('nobody thought of this'));
    expect(await visit('get', '/')).toBe(500);
    failWith('ENOSPC');
    expect(await visit('get', '/')).toBe(507);
  });

  it('agree about a download', async () => {
    expect(await visit('get', DOWNLOAD)).toBe(200);
    expect(await visit('head', DOWNLOAD)).toBe(200);
    for (const query of ['', '?env=', '?env=nowhere', '?env=staging&env=staging', '?env[0]=staging']) {
      expect(await visit('get', `/download_external_logs${query}`)).toBe(400);
    }
    expect(await visit('get', '/download_external_logs?env=staging')).toBe(503);
    expect(await visit('head', '/download_external_logs?env=staging')).toBe(503);
  });

  it.each([
    ['status 500', 502],
    ['reset', 502],
    ['status 401', 502],
    ['garbage', 502],
    ['status 429 with seconds', 503],
    ['slow headers', 504],
  ] as [FaultName, number][])('agree about a provider that does wrong: %s', async (fault, status) => {
    target.fault = fault;
    expect(await visit('get', DOWNLOAD)).toBe(status);
    target.fault = 'well';
  });

  it('agree about HTTP/1.0', async () => {
    target.fault = 'well, chunked';
    const { url } = await service.listen();
    const answer = await sendRaw(url, `GET ${DOWNLOAD} HTTP/1.0\r\n\r\n`);
    contract.check({ method: 'GET', path: DOWNLOAD, ...answer });
    expect([answer.status, answer.headers['upgrade']]).toEqual([426, 'HTTP/1.1']);
    target.fault = 'well';
  });

  it('agree about what says how the service is', async () => {
    for (const path of ['/healthz', '/readyz', '/version', '/openapi.json']) expect(await visit('get', path)).toBe(200);
    life.isAlive = false;
    expect(await visit('get', '/healthz')).toBe(503);
    life.isAlive = true;
    health.setFault('entry-store', 'the disk is full');
    expect(await visit('get', '/readyz')).toBe(503);
    health.setFault('entry-store', undefined);
  });

  it('agree about the methods of each path', async () => {
    for (const path of ['/', '/download_external_logs', '/healthz', '/readyz', '/version', '/openapi.json']) {
      expect(await visit('options', path)).toBe(204);
      for (const method of ['post', 'put', 'patch', 'delete'] as const) expect(await visit(method, path)).toBe(405);
    }
  });

  it.each(['/nope', '/Healthz', '/download_external_logs/', '//', '/%2e%2e'])('know nothing of %s', async (path) => {
    const { status, body } = await request(service.app).get(path);
    expect(status).toBe(404);
    contract.checkSchema('Problem', body);
  });

  it('agree whatever is asked for', async () => {
    const value = fc.oneof(fc.string({ unit: 'grapheme' }).map(encodeURIComponent), fc.constantFrom(...ODD_VALUES));
    const query = fc.array(fc.tuple(fc.constantFrom('env', 'env[]', 'env[0][a]', 'x'), value), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(query, async (pairs) => {
        const text = pairs.map((pair) => pair.join('=')).join('&');
        const status = await visit('get', `/download_external_logs?${text}`);
        expect([200, 400, 503]).toContain(status);
      }),
      { numRuns: 200 },
    );
  });

  it('leave nothing out', () => {
    expect(contract.uncovered()).toEqual([]);
  });
});
