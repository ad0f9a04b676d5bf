import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, get } from 'node:http';
import type { Socket } from 'node:net';
import { open, parseAnswers, readAll } from '../test-support/raw-http.ts';
import type { Sample } from '../test-support/start-sample.ts';
import { startSample } from '../test-support/start-sample.ts';

let sample: Sample;
const sockets: Socket[] = [];

beforeEach(async () => {
  sample = await startSample(
    { MAX_CONCURRENT_REQUESTS: 1000 },
    { headersTimeoutMs: 600, requestTimeoutMs: 900, stallTimeoutMs: 300 },
  );
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  sample.close();
});

/** 200 requests on 20 connections of their own; gives how many were answered 200. */
async function askNormally(): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  const ask = () =>
    new Promise<number>((resolve, reject) => {
      get({ host: '127.0.0.1', port: sample.port, path: '/things', agent }, (res) => {
        res.resume().on('end', () => resolve(res.statusCode ?? 0));
      }).on('error', reject);
    });
  const statuses = await Promise.all(Array.from({ length: 200 }, ask));
  agent.destroy();
  return statuses.filter((status) => status === 200).length;
}

/** Opens connections that all send this; gives what each of them receives until it is closed. */
async function attack(count: number, text: string): Promise<Promise<string>[]> {
  const opened = await Promise.all(Array.from({ length: count }, () => open(sample.port)));
  sockets.push(...opened);
  return opened.map((socket) => {
    const received = readAll(socket);
    if (text !== '') socket.write(text);
    return received;
  });
}

describe('limits of a server', () => {
  it.each([
    ['heads that never end', 100, 'GET / HTTP/1.1\r\nHost: x\r\nX: ', 408],
    ['bodies that never end', 100, 'POST /things HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx', 408],
    ['bodies that never come', 100, 'POST /held HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n', 405],
    [
      'endless chunk extensions',
      50,
      `POST /things HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(60_000)}`,
      413,
    ],
    ['heads that are too large', 50, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(60_000)}`, 431],
    ['thousands of silent sockets', 2000, '', 408],
  ])('cuts off %s without touching others', async (_title, count, text, status) => {
    const attackers = await attack(count, text);
    expect(await askNormally()).toBe(200);
    const received = await Promise.all(attackers);
    expect(new Set(received.map((answer) => parseAnswers(answer)[0]?.status))).toEqual(new Set([status]));
    expect(await askNormally()).toBe(200);
  });

  it('swallows no more of a chunked body than its limit', async () => {
    const socket = await open(sample.port);
    sockets.push(socket);
    const connected = once(sample.server, 'request').then(([req]) => (req as IncomingMessage).socket);
    socket.write('POST /things HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    const ours = await connected;
    const timer = setInterval(() => socket.write(`10000\r\n${'x'.repeat(65_536)}\r\n`), 1);
    if (!ours.destroyed) await once(ours, 'close');
    clearInterval(timer);
    expect(ours.bytesRead).toBeLessThan(1024 * 1024);
    expect(await askNormally()).toBe(200);
  });

  it('cuts off a client that reads nothing, keeping no more for it than fits', async () => {
    const socket = await open(sample.port);
    sockets.push(socket);
    socket.pause();
    let served = 0;
    sample.server.on('request', () => (served += 1));
    const [ours] = await Promise.all([
      once(sample.server, 'request').then(([req]) => req.socket as Socket),
      pipeline(socket),
    ]);
    expect(await askNormally()).toBe(200);
    if (!ours.destroyed) await once(ours, 'close');
    expect(served - 200).toBeLessThan(PIPELINED);
    expect(ours.bytesWritten).toBeLessThan(64 * 1024 * 1024);
    expect(await askNormally()).toBe(200);
  });

  it('frees the place of a client that left', async () => {
    await attack(1000, 'GET /held HTTP/1.1\r\nHost: x\r\n\r\n');
    while (sample.held.length < 1000) await once(sample.server, 'request');
    expect(await statusOfOne()).toBe(503);
    const freed = new Promise((resolve) => {
      for (const res of sample.held) res.once('close', resolve);
    });
    sockets[0]?.destroy();
    await freed;
    expect(await statusOfOne()).toBe(200);
  });

  it('keeps sockets that wait between requests', async () => {
    const request = 'GET /things HTTP/1.1\r\nHost: x\r\n\r\n';
    const kept = await attack(100, request);
    const [silent] = await attack(1, '');
    await silent; // Cut off by now, and looked at by whatever cuts.
    for (const socket of sockets) if (!socket.destroyed) socket.end(request);
    const received = await Promise.all(kept);
    expect(new Set(received.map((text) => parseAnswers(text).length))).toEqual(new Set([2]));
  });
});

/** More answers than the kernel buffers of a connection hold: 8 kB each. */
const PIPELINED = 20_000;

async function pipeline(socket: Socket): Promise<void> {
  const requests = 'GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(1000);
  for (let n = 0; n < PIPELINED / 1000; n += 1) socket.write(requests);
}

async function statusOfOne(): Promise<number> {
  return (await fetch(`${sample.url}/things`)).status;
}
