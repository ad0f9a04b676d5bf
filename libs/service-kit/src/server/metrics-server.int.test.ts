import { randomBytes, randomInt } from 'node:crypto';
import { METHODS } from 'node:http';
import { createHealth } from '@slipway/health';
import type { Logger } from '@slipway/logging';
import { Registry } from 'prom-client';
import { createService } from '../create-service.ts';
import { sendJson } from '../routes/send-json.ts';
import type { RunningService } from '../run/start-service.ts';
import { startService } from '../run/start-service.ts';
import { serviceSettings } from '../settings/service-settings.ts';
import { loadSettings } from '../settings/settings.ts';
import { send } from '../test-support/raw-http.ts';
import { listen } from './listen.ts';
import { createMetricsServer } from './metrics-server.ts';

let running: RunningService;

beforeAll(async () => {
  const nothing = () => undefined;
  const logger: Logger = {
    error: nothing,
    warn: nothing,
    info: nothing,
    debug: nothing,
    child: () => logger,
    isEnabled: () => false,
  };
  const { values } = loadSettings(serviceSettings, { env: { PORT: '0', METRICS_PORT: '0', HOST: '127.0.0.1' } });
  const service = createService({
    name: 'sample',
    logger,
    health: createHealth(),
    settings: values,
    withProcessMetrics: true,
    routes: {
      '/': { get: (_req, res) => sendJson(res, 200, {}) },
      '/things/:id': { get: (_req, res) => sendJson(res, 200, {}) },
    },
    openapi: { title: 'sample', description: 'For tests.', paths: {} },
  });
  running = await startService(service, values);
});
afterAll(async () => {
  await running.stop(AbortSignal.abort());
});

const scrape = async () => (await fetch(`http://127.0.0.1:${running.metricsPort}/metrics`)).text();

/** Labels of every series set of the durations, with how many requests it counts. */
async function seriesSets(): Promise<Map<string, number>> {
  const lines = (await scrape()).matchAll(/^http_request_duration_seconds_count\{(.*),service="sample"\} (\d+)$/gm);
  return new Map([...lines].map(([, labels, count]) => [labels as string, Number(count)]));
}

const request = (method: string, path: string) => `${method} ${path} HTTP/1.1\r\nHost: x\r\n`;

/** Asks all paths over one connection. */
async function askAll(paths: readonly string[]): Promise<number[]> {
  const heads = paths.map((path) => request('GET', path));
  const answers = await send(running.port, `${heads.join('\r\n')}Connection: close\r\n\r\n`);
  return answers.map(({ status }) => status);
}

const randomPath = () => `/${randomBytes(randomInt(1, 12)).toString('hex')}${'/x'.repeat(randomInt(0, 4))}`;

describe('GET /metrics of a running service', () => {
  it('gains one series set by 10,000 random paths and 200 random methods', async () => {
    const before = (await seriesSets()).size;
    for (let n = 0; n < 20; n += 1) {
      const statuses = await askAll(Array.from({ length: 500 }, randomPath));
      expect(statuses).toEqual(Array.from({ length: 500 }, () => 404));
    }
    for (let n = 0; n < 200; n += 1) {
      const method = randomBytes(6)
        .toString('base64')
        .replace(/[^A-Za-z]/g, 'X');
      const [answer] = await send(running.port, `${request(method, '/')}\r\n`);
      expect(answer?.status).toBe(400);
    }
    const after = await seriesSets();
    expect(after.size - before).toBe(1);
    expect(after.get('method="GET",route="unmatched",status_code="404"')).toBe(10_000);
  });

  it('knows paths with parameters by their template, and every method by eight names at most', async () => {
    await askAll(Array.from({ length: 50 }, (_, n) => `/things/${n}`));
    expect(await askAll(['/things/%zz', '/things/%00', '/things/a%2fb', '/things/%e2%82'])).toEqual([
      400, 200, 200, 400,
    ]);
    for (const method of METHODS.filter((name) => name !== 'CONNECT')) {
      await send(running.port, `${request(method, '/')}Connection: close\r\n\r\n`, { isHead: method === 'HEAD' });
    }
    const labels = [...(await seriesSets()).keys()];
    expect(labels).toContain('method="GET",route="/things/:id",status_code="200"');
    expect(new Set(labels.map((label) => /method="(\w+)"/.exec(label)?.[1]))).toEqual(
      new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'OTHER']),
    );
  });

  it('brackets 3 s, tells the lag of the event loop, and names units as Prometheus wants them', async () => {
    const text = await scrape();
    for (const bound of ['2.9', '3.1', '+Inf']) expect(text).toContain(`le="${bound}"`);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds\{service="sample"\} [\d.e-]+$/m);
    expect(text).toMatch(/^process_resident_memory_bytes\{service="sample"\} \d+$/m);
    // Of ours: prom-client has gauges of its own that end in _total.
    const types = [...text.matchAll(/^# TYPE ((?:http|service)_\w+) (\w+)$/gm)];
    expect(types).toHaveLength(4);
    const badCounters = types.filter(([, name, type]) => (type === 'counter') !== name?.endsWith('_total'));
    expect(badCounters).toEqual([]);
  });

  it('is not found where users are', async () => {
    expect((await fetch(`http://127.0.0.1:${running.port}/metrics`)).status).toBe(404);
  });

  it.each([
    ['GET', '/metrics?x=1', 200, 'text/plain; version=0.0.4; charset=utf-8'],
    ['HEAD', '/metrics', 200, 'text/plain; version=0.0.4; charset=utf-8'],
    ['GET', '/', 404, 'application/problem+json'],
    ['POST', '/metrics', 405, 'application/problem+json'],
    ['nonsense', '', 400, 'application/problem+json'],
  ])('answers %s %s', async (method, path, status, type) => {
    const text = `${request(method, path)}Connection: close\r\n\r\n`;
    const [answer] = await send(running.metricsPort, text, { isHead: method === 'HEAD' });
    expect(answer).toMatchObject({
      status,
      headers: { 'content-type': type, 'cache-control': 'no-store', 'x-frame-options': 'SAMEORIGIN' },
    });
    expect(answer?.headers['allow']).toBe(status === 405 ? 'GET, HEAD' : undefined);
  });

  it('says so when a metric cannot be collected', async () => {
    const registry = new Registry();
    jest.spyOn(registry, 'metrics').mockRejectedValue(new Error('canary'));
    const server = createMetricsServer(registry);
    const port = await listen(server, { port: 0, host: '127.0.0.1' });
    const [answer] = await send(port, `${request('GET', '/metrics')}Connection: close\r\n\r\n`);
    expect(answer).toMatchObject({ status: 500, body: expect.not.stringContaining('canary') });
    server.close();
  });

  it('answers while the service drains, until it has drained', async () => {
    const stopped = running.stop();
    expect(await scrape()).toContain('service_info');
    await stopped;
    await expect(scrape()).rejects.toThrow();
  });
});
