import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSample, stopSamples } from './test-support/start-sample.ts';

const CANARY = 'canary-7f3a"9\\c';
let folder: string;

beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'slipway-run-'))));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => stopSamples());

const status = async (url: string) => (await fetch(url)).status;
const json = async (url: string) => (await (await fetch(url)).json()) as Record<string, unknown>;

describe('the program of a service', () => {
  it('is starting while it is put together and ready when it listens', async () => {
    const sample = await startSample();
    expect(sample.lines()[0]).toMatchObject({ message: 'creating', phase: 'starting' });
    expect(await json(`${sample.base}/`)).toEqual({ phase: 'ready' });
    expect([await status(`${sample.base}/readyz`), await status(`${sample.base}/healthz`)]).toEqual([200, 200]);
  });

  it('says at the start what it lacks', async () => {
    const sample = await startSample({ START: 'not-ready' });
    expect(await json(`${sample.base}/readyz`)).toEqual({ status: 'not ready', reasons: { store: 'full' } });
    await sample.whenSaid('not ready');
    expect(sample.lines()).toContainEqual(expect.objectContaining({ level: 'warn', reasons: { store: 'full' } }));
  });

  it('ends with 1 when it cannot start, without the key in the line that says why', async () => {
    const sample = await startSample({ START: 'fails', SAMPLE_KEY: CANARY }, { isListening: false });
    expect(await sample.exited).toMatchObject({ code: 1 });
    expect(sample.lines().at(-1)).toMatchObject({
      message: 'start failed',
      error: { message: 'cannot start with [redacted]' },
    });
    expect(sample.output()).not.toContain('canary');
  });

  it('ends with 78 and every fault of the settings', async () => {
    const sample = await startSample({ START: 'well', WORK_MS: 'x', LOG_LEVEL: 'loud' }, { isListening: false });
    expect(await sample.exited).toMatchObject({ code: 78 });
    expect(sample.lines().map(({ message }) => String(message).split(':')[0])).toEqual([
      'setting LOG_LEVEL',
      'setting WORK_MS',
      'cannot start',
    ]);
  });

  it.each([
    ['an error that nobody catches', '/throw', 'uncaughtException', 'nobody catches this'],
    ['a promise that nobody handles', '/reject', 'unhandledRejection', 'nobody handles this'],
  ])('ends with 1 and one line after %s', async (_title, path, event, message) => {
    const sample = await startSample({ LOG_BUFFER_BYTES: '100000' });
    await fetch(`${sample.base}${path}`).catch(() => undefined);
    expect(await sample.exited).toMatchObject({ code: 1 });
    const crashes = sample.lines().filter((line) => line['message'] === 'crashed');
    expect(crashes).toMatchObject([{ level: 'error', event, error: { message } }]);
  });

  it('ends with 1 also when the crash cannot be written', async () => {
    const sample = await startSample();
    await fetch(`${sample.base}/throw-twice`).catch(() => undefined);
    expect(await sample.exited).toMatchObject({ code: 1 });
  });

  it('keeps the key out of every line, also after it was rotated', async () => {
    const path = join(folder, 'key');
    writeFileSync(path, CANARY);
    const sample = await startSample({ SAMPLE_KEY_FILE: path, LOG_LEVEL: 'debug' });
    await fetch(`${sample.base}/key`);
    writeFileSync(path, 'canary-second-key');
    await sample.whenSaid('setting changed');
    await fetch(`${sample.base}/key`);
    await sample.whenSaid('the key is [redacted]', 2);
    await sample.whenSaid('request', 2);
    expect(sample.output()).not.toContain('canary');
    expect(sample.lines().filter(({ url }) => url === 'http://x/?q=[redacted]')).toHaveLength(2);
  });

  it('takes a new log level from a changed file', async () => {
    const path = join(folder, 'level');
    writeFileSync(path, 'info');
    const sample = await startSample({ LOG_LEVEL_FILE: path });
    expect(await json(`${sample.base}/debug`)).toEqual({ level: 'info' });
    writeFileSync(path, 'debug');
    await sample.whenSaid('setting changed');
    expect(await json(`${sample.base}/debug`)).toEqual({ level: 'debug' });
    await sample.whenSaid('debug line');
  });

  it('switches between its level and debug at SIGUSR2, and says so whatever the level', async () => {
    const sample = await startSample({ LOG_LEVEL: 'info' });
    const levels: unknown[] = [];
    for (const times of [1, 2, 3]) {
      sample.child.kill('SIGUSR2');
      await sample.whenSaid('log level changed', times);
      levels.push((await json(`${sample.base}/debug`))['level']);
    }
    expect(levels).toEqual(['debug', 'info', 'debug']);
    expect(sample.lines().filter(({ message }) => message === 'log level changed')).toMatchObject([
      { level: 'warn', logLevel: 'debug', signal: 'SIGUSR2' },
      { level: 'warn', logLevel: 'info' },
      { level: 'warn', logLevel: 'debug' },
    ]);
  });

  it('says that it is not alive only to who asks while the loop stalls', async () => {
    const sample = await startSample({ LOOP_STALL_MS: '100' });
    // Both requests are read in one go: the second is answered before any timer gets a turn.
    const socket = connect(sample.port, '127.0.0.1');
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    const blocks = 'GET /block HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(3);
    socket.write(`${blocks}GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    await new Promise((resolve) => socket.once('close', resolve));
    expect(received.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 503']);
    const { status: state, stalledMs } = JSON.parse(received.slice(received.lastIndexOf('{'))) as Record<
      string,
      unknown
    >;
    expect(state).toBe('stalled');
    expect(stalledMs).toBeGreaterThanOrEqual(600);
    expect(await status(`${sample.base}/healthz`)).toBe(200);
  });
});
