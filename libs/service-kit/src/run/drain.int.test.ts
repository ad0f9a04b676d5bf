import type { IncomingMessage } from 'node:http';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import type { Sample } from './test-support/start-sample.ts';
import { startSample, stopSamples } from './test-support/start-sample.ts';

let agent: Agent;
beforeEach(() => void (agent = new Agent({ keepAlive: true })));
afterEach(async () => {
  agent.destroy();
  await stopSamples();
});

interface Answer {
  status: number | undefined;
  connection: string | undefined;
  body: string;
  at: number;
}

function ask(url: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response: IncomingMessage) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode: status, headers } = response;
        resolve({ status, connection: headers.connection, body, at: performance.now() });
      });
    }).on('error', reject);
  });
}

/** Opens a socket that stays idle after one answer. */
async function openIdle({ port }: Sample): Promise<{ whenClosed: Promise<void> }> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  socket.write('GET /version HTTP/1.1\r\nHost: x\r\n\r\n');
  await new Promise((resolve) => socket.once('data', resolve));
  return { whenClosed: new Promise((resolve) => socket.once('close', () => resolve())) };
}

async function begin(sample: Sample, path: string, count: number): Promise<Promise<Answer>[]> {
  const before = sample.lines().filter(({ message }) => message === 'working').length;
  const answers = Array.from({ length: count }, () => ask(`${sample.base}${path}`));
  await sample.whenSaid('working', before + count);
  return answers;
}

describe('the end of a service', () => {
  it('answers 50 requests of 3 s in flight on kept-alive connections, tells probes, and ends within 500 ms', async () => {
    const sample = await startSample();
    // The connections are kept alive already: they have had an answer.
    await Promise.all(Array.from({ length: 50 }, () => ask(`${sample.base}/`)));
    const answers = await begin(sample, '/work', 50);
    sample.child.kill('SIGTERM');
    await sample.whenSaid('draining');

    const ready = await ask(`${sample.base}/readyz`);
    const alive = await ask(`${sample.base}/healthz`);
    const metrics = await ask(`${sample.metrics}/metrics`);
    expect([ready.status, JSON.parse(ready.body)]).toEqual([
      503,
      { status: 'not ready', reasons: { lifecycle: 'the service is shutting down' } },
    ]);
    expect([alive.status, JSON.parse(alive.body)]).toEqual([200, { status: 'alive' }]);
    expect(metrics.body).toMatch(/^http_requests_in_flight\{.*\} 50$/m);

    const done = await Promise.all(answers);
    expect(new Set(done.map(({ status, connection, body }) => `${status} ${connection} ${body}`))).toEqual(
      new Set(['200 close {"done":true}']),
    );
    const { code, at } = await sample.exited;
    expect(code).toBe(0);
    expect(at - Math.max(...done.map((answer) => answer.at))).toBeLessThan(500);
    expect(sample.lines().map(({ message }) => message)).toEqual(expect.arrayContaining(['closing', 'stopped']));
  });

  it('serves what arrives while it drains, also on an idle kept-alive connection, and then closes that', async () => {
    const sample = await startSample({ WORK_MS: '600' });
    expect(await ask(`${sample.base}/`)).toMatchObject({ connection: 'keep-alive' });
    sample.child.kill('SIGTERM');
    await sample.whenSaid('draining');
    const answer = await ask(`${sample.base}/work`);
    expect(answer).toMatchObject({ status: 200, connection: 'close' });
    expect(await sample.exited).toMatchObject({ code: 0 });
  });

  it('is not held up by idle and silent connections', async () => {
    const sample = await startSample();
    const idle = await openIdle(sample);
    const silent = connect(sample.port, '127.0.0.1').on('error', () => undefined);
    await new Promise((resolve) => silent.once('connect', resolve));
    const start = performance.now();
    sample.child.kill('SIGTERM');
    const { code, at } = await sample.exited;
    expect(code).toBe(0);
    expect(at - start).toBeLessThan(5000);
    await idle.whenClosed;
    silent.destroy();
  });

  it('answers every request of a client that does not wait for answers', async () => {
    const sample = await startSample({ WORK_MS: '400' });
    const socket = connect(sample.port, '127.0.0.1');
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    socket.write('GET /work HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(3));
    await sample.whenSaid('working', 3);
    sample.child.kill('SIGTERM');
    await new Promise((resolve) => socket.once('close', resolve));
    expect(received.match(/HTTP\/1.1 200 OK|connection: close/gi)).toEqual([
      'HTTP/1.1 200 OK',
      'HTTP/1.1 200 OK',
      'HTTP/1.1 200 OK',
      expect.stringMatching(/^connection: close$/i),
    ]);
    expect(await sample.exited).toMatchObject({ code: 0 });
  });

  it('cuts a request that never ends at the hard limit and fails', async () => {
    const sample = await startSample({ SHUTDOWN_TIMEOUT_MS: '1200' });
    const [answer] = await begin(sample, '/never', 1);
    const outcome = expect(answer).rejects.toMatchObject({ code: 'ECONNRESET' });
    const start = performance.now();
    sample.child.kill('SIGTERM');
    const { code, at } = await sample.exited;
    await outcome;
    expect(code).toBe(1);
    expect(at - start).toBeGreaterThanOrEqual(1190);
    expect(at - start).toBeLessThan(4000);
    expect(sample.lines().at(-1)).toMatchObject({
      level: 'error',
      message: 'stopped before every request was answered',
      cutRequests: 1,
    });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends at once at a second signal, here %s', async (second) => {
    const sample = await startSample({ SHUTDOWN_TIMEOUT_MS: '60000' });
    const [answer] = await begin(sample, '/never', 1);
    const outcome = expect(answer).rejects.toMatchObject({ code: 'ECONNRESET' });
    sample.child.kill('SIGTERM');
    await sample.whenSaid('draining');
    const start = performance.now();
    sample.child.kill(second);
    const { code, at } = await sample.exited;
    await outcome;
    expect(code).toBe(1);
    expect(at - start).toBeLessThan(5000);
  });

  it.each([
    ['hangs', 'stopped before everything was closed'],
    ['fails', 'closing failed'],
  ])('fails within its time when what the service made %s at the end', async (how, message) => {
    const sample = await startSample({ CLOSE: how, SHUTDOWN_TIMEOUT_MS: '900' });
    sample.child.kill('SIGTERM');
    expect(await sample.exited).toMatchObject({ code: 1 });
    expect(sample.output()).toContain(`"message":"${message}"`);
  });

  it('ends at once at a second signal while something hangs at the end', async () => {
    const sample = await startSample({ CLOSE: 'hangs', SHUTDOWN_TIMEOUT_MS: '60000' });
    sample.child.kill('SIGTERM');
    await sample.whenSaid('closing');
    sample.child.kill('SIGTERM');
    expect(await sample.exited).toMatchObject({ code: 1 });
  });

  it('ends well at a signal before it listens', async () => {
    const sample = await startSample({ START: 'slow' }, { isListening: false });
    await sample.whenSaid('creating');
    sample.child.kill('SIGTERM');
    expect(await sample.exited).toMatchObject({ code: 0, signal: null });
  });
});
