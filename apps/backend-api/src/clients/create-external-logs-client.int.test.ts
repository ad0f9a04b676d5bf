import type { RequestListener } from 'node:http';
import request from 'supertest';
import type { TestApp } from '../__fixtures__/an-app.ts';
import { anApp, DOWNLOAD } from '../__fixtures__/an-app.ts';
import type { FaultName, FaultyUpstream } from '../__fixtures__/faulty-upstream.ts';
import { faults, startFaultyUpstream } from '../__fixtures__/faulty-upstream.ts';
import type { ExternalLogsClientOptions } from './create-external-logs-client.ts';
import { createExternalLogsClient } from './create-external-logs-client.ts';
import { isCancelled } from './upstream-error.ts';

let upstream: FaultyUpstream;
let opened: TestApp | undefined;
afterEach(async () => {
  await opened?.close();
  await upstream.close();
});

async function open(answer: RequestListener | undefined, options: Partial<ExternalLogsClientOptions> = {}) {
  upstream = await startFaultyUpstream(answer ? { answer } : {});
  return (opened = anApp(upstream.url('well'), options));
}

const breakerState = async ({ metrics }: TestApp) =>
  Number(/^external_logs_breaker_state\{.*\} (\d)$/m.exec(await metrics())?.[1]);

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe('retries', () => {
  it('succeed when a repeated attempt does', async () => {
    const { app, metrics } = await open((req, res) =>
      faults[upstream.calls.length < 3 ? 'status 500' : 'well'](req, res),
    );
    expect((await request(app).get(DOWNLOAD)).status).toBe(200);
    expect(upstream.calls).toHaveLength(3);
    const text = await metrics();
    expect(text).toContain('external_logs_requests_total{outcome="failed",service="backend-api"} 2');
    expect(text).toContain('external_logs_requests_total{outcome="ok",service="backend-api"} 1');
  });

  it('keep the deadline over all attempts', async () => {
    const { app } = await open(faults['slow headers'], { attemptTimeoutMs: 5000, deadlineMs: 200 });
    const start = performance.now();
    expect(await request(app).get(DOWNLOAD)).toMatchObject({ status: 504, body: { code: 'UpstreamTimeout' } });
    expect(performance.now() - start).toBeLessThan(1500);
    expect(upstream.calls).toHaveLength(1);
  });

  it('keep the deadline while they pause', async () => {
    const backoffMs = { initial: 5000, max: 5000 };
    const { app } = await open(faults['status 500'], { deadlineMs: 200, backoffMs });
    const start = performance.now();
    expect((await request(app).get(DOWNLOAD)).status).toBe(504);
    expect(performance.now() - start).toBeLessThan(1500);
  });

  it('wait as long as the upstream asks, where the deadline allows it', async () => {
    const times: number[] = [];
    const { app } = await open(
      (req, res) => {
        times.push(performance.now());
        if (times.length === 1) res.writeHead(503, { 'Retry-After': '1' }).end();
        else faults.well(req, res);
      },
      { deadlineMs: 5000 },
    );
    expect((await request(app).get(DOWNLOAD)).status).toBe(200);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(990);
  });
});

describe('the breaker', () => {
  it('opens after failures in a row, and closes after a good probe; each change is logged and seen', async () => {
    const is = { broken: true };
    const opened = await open((req, res) => faults[is.broken ? 'status 500' : 'well'](req, res), {
      attempts: 1,
      breakAfter: 3,
      breakForMs: 100,
    });
    const { app, lines } = opened;
    for (let n = 0; n < 3; n += 1) await request(app).get(DOWNLOAD);
    expect(await breakerState(opened)).toBe(2);
    const refused = await request(app).get(DOWNLOAD);
    expect(refused).toMatchObject({
      status: 503,
      body: { code: 'UpstreamUnavailable' },
      headers: { 'retry-after': '1' },
    });
    expect(upstream.calls).toHaveLength(3);
    // A probe that fails opens it again.
    let status = 503;
    while (status === 503) ({ status } = await request(app).get(DOWNLOAD));
    expect([status, await breakerState(opened)]).toEqual([502, 2]);
    is.broken = false;
    do ({ status } = await request(app).get(DOWNLOAD));
    while (status === 503);
    expect([status, await breakerState(opened)]).toEqual([200, 0]);
    const changes = lines.map((line) => JSON.parse(line)).filter(({ to }) => to !== undefined);
    expect(changes.map(({ level, from, to }) => `${level} ${from} -> ${to}`)).toEqual([
      'warn closed -> open',
      'info open -> half-open',
      'warn half-open -> open',
      'info open -> half-open',
      'info half-open -> closed',
    ]);
  });

  it('begins to count anew after a success', async () => {
    const app = await open((req, res) => faults[upstream.calls.length % 3 === 0 ? 'well' : 'status 500'](req, res), {
      attempts: 1,
      breakAfter: 3,
    });
    for (let n = 0; n < 9; n += 1) await request(app.app).get(DOWNLOAD);
    expect([upstream.calls.length, await breakerState(app)]).toEqual([9, 0]);
  });

  it('is not opened by clients that leave, nor closed by one that leaves while it probes', async () => {
    upstream = await startFaultyUpstream();
    const states: string[] = [];
    const target = { url: upstream.url('slow headers') };
    const client = createExternalLogsClient({
      url: () => target.url,
      attemptTimeoutMs: 5000,
      deadlineMs: 5000,
      attempts: 1,
      maxConcurrent: 5,
      breakAfter: 1,
      breakForMs: 20,
      observer: {
        onAttempt: () => undefined,
        onBreaker: (state) => void states.push(state),
        watchPlaces: () => undefined,
      },
    });
    const ask = (signal: AbortSignal) =>
      client.download({ key: 'k', headers: {}, signal }, async () => undefined).catch((error: unknown) => error);
    async function askAndLeave(): Promise<unknown> {
      const gone = new AbortController();
      const seen = upstream.calls.length;
      const outcome = ask(gone.signal);
      await until(() => upstream.calls.length > seen);
      gone.abort();
      return outcome;
    }
    for (let n = 0; n < 3; n += 1) expect(isCancelled(await askAndLeave())).toBe(true);
    expect(states).toEqual([]);
    target.url = upstream.url('status 500');
    await ask(new AbortController().signal);
    expect(states).toEqual(['open']);
    await new Promise((resolve) => setTimeout(resolve, 40)); // Longer than breakForMs.
    target.url = upstream.url('slow headers');
    await askAndLeave();
    await until(() => states.length === 3);
    expect(states).toEqual(['open', 'half-open', 'open']);
    client.close();
  });
});

describe('sockets', () => {
  const MIX: readonly FaultName[] = [
    'well',
    'well, chunked',
    'status 500',
    'status 401',
    'status 429 with seconds',
    'HTML with status 200',
    'gzip, not asked for',
    'reset',
    'garbage',
    'cut body, chunked',
    'cut first line, with a length',
    'redirect',
    'empty body',
    'status 404',
    'well, without a marked end',
    'cut body, without a marked end',
    'well',
    'status 503',
    'slow headers',
    'slow first line',
    'endless header',
  ];

  it('are all let go of after 10,000 calls of mixed faults', async () => {
    upstream = await startFaultyUpstream();
    const countSockets = () =>
      process.getActiveResourcesInfo().filter((name) => /TCPSocketWrap|TCPWrap|Timeout/.test(name)).length;
    const before = countSockets();
    // Slow ones in every second round alone: they are what the time goes into.
    const mix = [...MIX, ...MIX.filter((name) => !name.startsWith('slow'))];
    let asked = 0;
    const client = createExternalLogsClient({
      url: () => upstream.url(mix[asked++ % mix.length] as FaultName),
      attemptTimeoutMs: 500, // Shorter, and a busy machine would never get beyond connecting.
      deadlineMs: 2000,
      attempts: 1,
      maxConcurrent: 30,
      breakAfter: 1_000_000,
    });
    let n = 0;
    let [right, wrong] = [0, 0];
    async function caller(): Promise<void> {
      for (; n < 10_000;) {
        n += 1;
        const gone = new AbortController();
        if (n % 7 === 0) setTimeout(() => gone.abort(), 2).unref();
        const work = client.download({ key: 'k', headers: {}, signal: gone.signal }, async ({ body }) => {
          for await (const chunk of body) if (chunk === undefined) return;
        });
        await work.then(
          () => (right += 1),
          () => (wrong += 1),
        );
        // Kept, they would be most of this process's memory.
        upstream.calls.length = 0;
      }
    }
    await Promise.all(Array.from({ length: 30 }, caller));
    expect(right + wrong).toBeGreaterThanOrEqual(10_000);
    expect(right).toBeGreaterThan(1500);
    expect(wrong).toBeGreaterThan(5000);
    await until(async () => !((await upstream.connections()) > 30));
    client.close();
    await until(async () => !((await upstream.connections()) > 0));
    await until(async () => !(countSockets() > before + 1));
    expect(countSockets()).toBeLessThanOrEqual(before + 1);
  }, 120_000);
});
