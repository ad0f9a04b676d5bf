import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHealth } from '@slipway/health';
import { createLogger } from '@slipway/logging';
import { loadSettings } from '@slipway/service-kit';
import type { Contract } from '@slipway/service-testing';
import { createContract } from '@slipway/service-testing';
import request from 'supertest';
import { createApp } from './app.ts';
import { allSettings } from './settings.ts';

const API_BASE_URL = 'http://backend-api/';

function anApp(env: NodeJS.ProcessEnv = {}, health = createHealth()) {
  const logger = createLogger({ format: 'json', sink: { write: () => undefined, flush: () => undefined } });
  const full = { API_BASE_URL, ...env };
  const { app } = createApp({ settings: loadSettings(allSettings, { env: full }), env: full, logger, health });
  return { app, health };
}

describe('internal-service', () => {
  let contract: Contract;
  beforeAll(async () => {
    contract = createContract((await request(anApp().app).get('/openapi.json')).body as object);
  });

  /** Asks, and holds the answer against the OpenAPI document. */
  async function ask({ app }: ReturnType<typeof anApp>, path: string, method: 'get' | 'head' | 'post' = 'get') {
    const answer = await request(app)[method](path);
    const { status, headers, text } = answer;
    contract.check({ method, path, status, headers, body: text });
    return answer;
  }

  it('shows its environment, sorted, with prod as a boolean', async () => {
    const { text } = await ask(anApp({ PROD: 'true', zone: 'a', HOSTNAME: 'pod-1', DB_PASSWORD: 'canary' }), '/');
    expect(text).toBe(
      JSON.stringify({
        API_BASE_URL,
        DB_PASSWORD: '[redacted]',
        HOSTNAME: 'pod-1',
        PROD: 'true',
        prod: true,
        zone: 'a',
      }),
    );
  });

  it.each([
    [undefined, false],
    ['false', false],
    ['true', true],
  ])('takes PROD %j for %s', async (PROD, expected) => {
    const { body } = await ask(anApp(PROD === undefined ? {} : { PROD }), '/');
    expect(body.prod).toBe(expected);
  });

  it('does not let a variable stand in for prod', async () => {
    expect((await ask(anApp({ prod: 'true' }), '/')).body.prod).toBe(false);
  });

  it('shows its settings', async () => {
    const { body } = await ask(anApp({ SECRET_KEY: 'canary' }), '/config');
    expect(body).toMatchObject({
      API_BASE_URL: { value: API_BASE_URL, source: 'env' },
      MAX_CONNECTIONS: { value: 1000, source: 'default' },
      SECRET_KEY: { set: true },
      DB_PASSWORD: { set: false },
    });
    expect(Object.keys(body)).toEqual(Object.keys(allSettings).sort());
  });

  it('answers 503 on both routes to more connections than MAX_CONNECTIONS', async () => {
    const service = anApp({ MAX_CONNECTIONS: '1' });
    const server = service.app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const holder = get(url, { agent: new Agent({ keepAlive: true }) });
    try {
      const [first] = (await once(holder, 'response')) as [IncomingMessage];
      expect(first.statusCode).toBe(200);
      for (const path of ['/', '/config']) {
        const { status, headers, text } = await request(url).get(path);
        expect({ status, retryAfter: headers['retry-after'] }).toEqual({ status: 503, retryAfter: '1' });
        contract.check({ method: 'GET', path, status, headers, body: text });
      }
    } finally {
      holder.destroy();
      server.close();
      server.closeAllConnections();
    }
  });

  it('answers probes, version and its description as described', async () => {
    const service = anApp();
    for (const path of ['/healthz', '/readyz', '/version', '/openapi.json']) {
      expect((await ask(service, path)).status).toBe(200);
    }
    service.health.setFault('drain', 'stopping');
    expect((await ask(service, '/readyz')).status).toBe(503);
    const stalled = createHealth({ loop: { isAlive: () => false, stalledMs: () => 60_000 } });
    expect((await ask(anApp({}, stalled), '/healthz')).status).toBe(503);
  });

  it('answers an unknown path and another method with a problem', async () => {
    const { app } = anApp();
    expect(await request(app).get('/env')).toMatchObject({ status: 404, body: { code: 'NotFound' } });
    expect((await ask(anApp(), '/config', 'post')).headers['allow']).toBe('GET, HEAD, OPTIONS');
  });

  it('gave every answer that is described', () => {
    expect(contract.uncovered()).toEqual([]);
  });
});
