import { rmSync, writeFileSync } from 'node:fs';
import { EntryStoreError } from '@slipway/entry-store';
import { createHealth } from '@slipway/health';
import type { Contract } from '@slipway/service-testing';
import { createContract, sendRaw } from '@slipway/service-testing';
import fc from 'fast-check';
import request from 'supertest';
import type { Replica } from './__fixtures__/a-replica.ts';
import { aReplica, closeReplicas } from './__fixtures__/a-replica.ts';
import { CURSOR_PATTERN } from './logs-query.ts';

let replica: Replica;
let contract: Contract;
const life = { isAlive: true };
const health = createHealth();

beforeAll(async () => {
  const liveness = () => ({ ...health.liveness(), ...(life.isAlive ? {} : { isAlive: false, stalledMs: 9000 }) });
  replica = await aReplica('a', { rate: 1000, health: { ...health, liveness } });
  contract = createContract((await request(replica.server).get('/openapi.json')).body);
});
afterAll(closeReplicas);

const ODD_VALUES = [
  '1',
  '0',
  '-1',
  '1e3',
  '0x10',
  '9'.repeat(400),
  '%',
  '%zz',
  '%00',
  '%FF',
  '+1',
  'own',
  '..%2f..',
  ' ',
];

type Method = 'get' | 'head' | 'options' | 'post' | 'delete' | 'put' | 'patch';

/** Asks, and holds the answer against the document and against what every answer of a service has. */
async function visit(method: Method, path: string, key = 'dev', server = replica.server) {
  const call = request(server)[method](path).buffer(true).parse(toText);
  const { status, headers, body } = await (key ? call.set('Authorization', `Bearer ${key}`) : call);
  contract.check({ method, path, status, headers, body });
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

const failOnce = (code: string) =>
  jest.spyOn(replica.store, 'write').mockRejectedValueOnce(Object.assign(new Error(code), { code }));

describe('data-api and its OpenAPI document', () => {
  it('agree about GET /', async () => {
    expect(await visit('get', '/')).toBe(200);
    expect(await visit('head', '/')).toBe(200);
  });

  it('agree about the logs', async () => {
    expect(await visit('get', '/logs')).toBe(200);
    expect(await visit('head', '/logs')).toBe(200);
    expect(await visit('get', '/logs?limit=1&scope=own&unknown=x')).toBe(200);
    for (const query of ['limit=0', 'limit=1&limit=2', 'after=x', 'after=', 'scope=x', 'limit[]=1', 'limit=%00']) {
      expect(await visit('get', `/logs?${query}`)).toBe(400);
    }
    expect(await visit('get', '/logs', '')).toBe(401);
    expect(await visit('head', '/logs', '')).toBe(401);
    expect(await visit('get', '/logs', 'wrong')).toBe(403);
  });

  it('agree about the cursor', async () => {
    const { body } = await request(replica.server).get('/');
    const bare = String(body.file).split('/')[1];
    expect(bare).toMatch(new RegExp(CURSOR_PATTERN));
    expect(await visit('get', `/logs?after=${bare}`)).toBe(200);
    expect(await visit('get', `/logs?after=${encodeURIComponent(body.file)}`)).toBe(200);
  });

  it.each([
    ['20240229T235959999Z-00000001-a-1.log', 200],
    ['20250229T235959999Z-00000001-a-1.log', 400],
    ['19000229T000000000Z-00000001-a-1.log', 400],
    ['20000229T000000000Z-00000001-a-1.log', 200],
    ['20260431T000000000Z-00000001-a-1.log', 400],
    ['20260430T240000000Z-00000001-a-1.log', 400],
    ['20261121T063004123Z-00000001-data-api-0.ns-1.log', 200],
    ['20261121T063004123Z-00000001-A-1.log', 400],
  ])('agree that the cursor %s is %i', async (after, status) => {
    expect(await visit('get', `/logs?after=${after}`)).toBe(status);
    expect(new RegExp(CURSOR_PATTERN).test(after)).toBe(status === 200);
  });

  it('agree about a key that asks too often', async () => {
    const { server } = await aReplica('b', { rate: 1 });
    expect(await visit('get', '/logs', 'dev', server)).toBe(200);
    expect(await visit('get', '/logs', 'dev', server)).toBe(429);
  });

  it('agree about a peer that is away', async () => {
    const { server } = await aReplica('c', { peers: [], minReplicas: 2 });
    expect(await visit('get', '/logs', 'dev', server)).toBe(503);
  });

  it('agree about HTTP/1.0', async () => {
    const answer = await sendRaw(
      `http://127.0.0.1:${replica.port}`,
      'GET /logs HTTP/1.0\r\nAuthorization: Bearer dev\r\n\r\n',
    );
    contract.check({ method: 'GET', path: '/logs', ...answer });
    expect(answer.status).toBe(426);
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
    for (const path of ['/', '/logs', '/healthz', '/readyz', '/version', '/openapi.json']) {
      expect(await visit('options', path)).toBe(204);
      for (const method of ['post', 'put', 'patch', 'delete'] as const) expect(await visit(method, path)).toBe(405);
    }
  });

  it('agree about a disk that fails', async () => {
    const d = await aReplica('d');
    rmSync(d.folder, { recursive: true });
    writeFileSync(d.folder, 'a file in the way');
    expect(await visit('get', '/', '', d.server)).toBe(500);
    expect(await visit('get', '/logs', 'dev', d.server)).toBe(500);
    failOnce('EIO');
    expect(await visit('get', '/')).toBe(500);
    jest
      .spyOn(replica.store, 'write')
      .mockRejectedValueOnce(new EntryStoreError('write', Object.assign(new Error('full'), { code: 'ENOSPC' })));
    expect(await visit('get', '/')).toBe(507);
  });

  it('agree whatever is asked for', async () => {
    const value = fc.oneof(fc.string({ unit: 'grapheme' }).map(encodeURIComponent), fc.constantFrom(...ODD_VALUES));
    const name = fc.constantFrom('limit', 'after', 'scope', 'limit[]', 'after[0]', 'x');
    const query = fc.array(fc.tuple(name, value), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(query, async (pairs) => {
        const text = pairs.map((pair) => pair.join('=')).join('&');
        expect([200, 400]).toContain(await visit('get', `/logs?${text}`));
      }),
      { numRuns: 200 },
    );
  });

  it('leave nothing out', () => {
    expect(contract.uncovered()).toEqual([]);
  });
});
