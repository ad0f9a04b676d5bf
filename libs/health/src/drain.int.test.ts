import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Agent, createServer, get } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import type { Connections } from './connections.ts';
import { watchConnections } from './connections.ts';
import { drain } from './drain.ts';

let server: Server;
let connections: Connections;
let port: number;
/** Answers held back until the test lets them go. */
let held: ServerResponse[];
let agent: Agent;

beforeEach(async () => {
  held = [];
  agent = new Agent({ keepAlive: true });
  server = createServer({ keepAliveTimeout: 65_000 }, (req, res) => {
    if (req.url === '/hold') held.push(res);
    else res.end('now');
  });
  connections = watchConnections(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  agent.destroy();
  server.close();
  server.closeAllConnections();
});

function ask(path: string): Promise<{ body: string; connection: string | undefined }> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent }, (response: IncomingMessage) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ body, connection: response.headers.connection }));
      response.on('error', reject);
    }).on('error', reject);
  });
}

async function hold(count: number): Promise<ReturnType<typeof ask>[]> {
  const answers = Array.from({ length: count }, () => ask('/hold'));
  while (held.length < count) await once(server, 'request');
  return answers;
}

const refused = () =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), resolve(false)));
    socket.once('error', () => resolve(true));
  });

/** A client of its own that sends requests without waiting for answers. */
function pipeline(paths: string[]) {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  socket.on('error', () => undefined);
  const send = (path: string) => void socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  paths.forEach(send);
  return { send, whenClosed: once(socket, 'close').then(() => received) };
}

describe('drain', () => {
  it('answers all 50 in flight with Connection: close and ends right after the last', async () => {
    const answers = await hold(50);
    const drained = drain({ server, connections, timeoutMs: 10_000, lingerMs: 0 });
    for (const res of held) res.end('held');
    const bodies = await Promise.all(answers);
    const lastAnswer = performance.now();
    expect(await drained).toEqual({ isComplete: true, cutRequests: 0 });
    expect(performance.now() - lastAnswer).toBeLessThan(500);
    expect(new Set(bodies.map(({ body, connection }) => `${body} ${connection}`))).toEqual(new Set(['held close']));
    expect(await refused()).toBe(true);
  });

  it('still serves newcomers while requests of before are in flight, probes among them', async () => {
    const [answer] = await hold(1);
    const drained = drain({ server, connections, timeoutMs: 10_000, lingerMs: 0 });
    expect(await ask('/probe')).toEqual({ body: 'now', connection: 'close' });
    held[0]?.end('held');
    expect(await answer).toMatchObject({ body: 'held' });
    expect(await drained).toMatchObject({ isComplete: true });
  });

  it('serves a kept-alive socket once more within the linger time, with Connection: close', async () => {
    expect(await ask('/first')).toMatchObject({ connection: 'keep-alive' });
    const drained = drain({ server, connections, timeoutMs: 10_000, lingerMs: 300 });
    expect(await ask('/second')).toEqual({ body: 'now', connection: 'close' });
    expect(await drained).toMatchObject({ isComplete: true });
  });

  it('ends a socket that became idle after an answer whose head had gone out before', async () => {
    const [answer] = await hold(1);
    held[0]?.write('first ');
    const drained = drain({ server, connections, timeoutMs: 10_000, lingerMs: 0, sweepEveryMs: 20 });
    held[0]?.end('second');
    expect(await answer).toEqual({ body: 'first second', connection: 'keep-alive' });
    expect(await drained).toMatchObject({ isComplete: true });
  });

  it('ends sockets that never asked anything', async () => {
    const silent: Socket = connect(port, '127.0.0.1');
    await once(server, 'connection');
    const closed = once(silent, 'close');
    expect(await drain({ server, connections, timeoutMs: 10_000, lingerMs: 0, sweepEveryMs: 20 })).toMatchObject({
      isComplete: true,
    });
    await closed;
  });

  it('answers all requests that a client sent in a row, the last with Connection: close', async () => {
    const client = pipeline(['/hold', '/hold', '/now', '/hold']);
    while (held.length < 3) await once(server, 'request');
    const drained = drain({ server, connections, timeoutMs: 10_000, lingerMs: 0 });
    for (const res of held) res.end('held');
    const answers = (await client.whenClosed).split('HTTP/1.1 ').slice(1);
    expect(answers.map((answer) => answer.slice(-4))).toEqual(['held', 'held', '\nnow', 'held']);
    expect(answers.map((answer) => /connection: close/i.test(answer))).toEqual([false, false, false, true]);
    expect(await drained).toEqual({ isComplete: true, cutRequests: 0 });
  });

  it('moves Connection: close on when one more request of the row comes in', async () => {
    const client = pipeline(['/hold']);
    while (held.length < 1) await once(server, 'request');
    const drained = drain({ server, connections, timeoutMs: 10_000, lingerMs: 0 });
    client.send('/hold');
    while (held.length < 2) await once(server, 'request');
    for (const res of held) res.end('held');
    const answers = (await client.whenClosed).split('HTTP/1.1 ').slice(1);
    expect(answers.map((answer) => /connection: close/i.test(answer))).toEqual([false, true]);
    expect(await drained).toMatchObject({ isComplete: true });
  });

  it('leaves Connection: close where the application put it', async () => {
    const client = pipeline(['/hold', '/hold']);
    while (held.length < 2) await once(server, 'request');
    held[0]?.setHeader('Connection', 'close');
    const drained = drain({ server, connections, timeoutMs: 10_000, lingerMs: 0 });
    for (const res of held) res.end('held');
    expect((await client.whenClosed).match(/HTTP|connection: close/gi)).toEqual(['HTTP', 'Connection: close']);
    await drained;
  });

  it('cuts what is open at the hard limit and says how much', async () => {
    const answers = await hold(3);
    const outcomes = Promise.allSettled(answers);
    expect(await drain({ server, connections, timeoutMs: 100, lingerMs: 0 })).toEqual({
      isComplete: false,
      cutRequests: 3,
    });
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  });

  it('has lost nothing when only sockets without a request are left at the hard limit', async () => {
    const silent: Socket = connect(port, '127.0.0.1');
    await once(server, 'connection');
    const closed = once(silent, 'close');
    const options = { server, connections, timeoutMs: 50, lingerMs: 0, sweepEveryMs: 60_000 };
    expect(await drain(options)).toEqual({ isComplete: true, cutRequests: 0 });
    await closed;
  });

  it('cuts without waiting when it was told to before', async () => {
    const [answer] = await hold(1);
    const outcome = expect(answer).rejects.toThrow();
    const options = { server, connections, timeoutMs: 60_000, signal: AbortSignal.abort() };
    expect(await drain(options)).toEqual({ isComplete: false, cutRequests: 1 });
    await outcome;
  });

  it('looks for idle sockets when the port is freed and then at its pace, and no more at the end', async () => {
    const [answer] = await hold(1);
    const looks = jest.spyOn(connections, 'sweepIdle');
    const drained = drain({ server, connections, timeoutMs: 10_000, lingerMs: 0, sweepEveryMs: 60_000 });
    expect(looks).not.toHaveBeenCalled();
    const every = jest.spyOn(globalThis, 'setInterval');
    const end = jest.spyOn(globalThis, 'clearInterval');
    held[0]?.end('held');
    await answer;
    await drained;
    expect(looks).toHaveBeenCalledTimes(1);
    expect(every.mock.calls.map(([, ms]) => ms)).toContain(60_000);
    const timer = every.mock.results[every.mock.calls.findIndex(([, ms]) => ms === 60_000)]?.value as NodeJS.Timeout;
    expect(end.mock.calls.map(([cleared]) => cleared)).toContain(timer);
    jest.restoreAllMocks();
  });

  it('cuts at once when it is told to', async () => {
    const answers = await hold(1);
    const outcomes = Promise.allSettled(answers);
    const stop = new AbortController();
    const drained = drain({ server, connections, timeoutMs: 60_000, signal: stop.signal });
    stop.abort();
    expect(await drained).toEqual({ isComplete: false, cutRequests: 1 });
    await outcomes;
  });
});
