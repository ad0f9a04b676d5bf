import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import type { Connections } from './connections.ts';
import { DEFAULT_PARTIAL_REQUEST_MS, watchConnections } from './connections.ts';

let server: Server;
let connections: Connections;
let client: Socket;
/** The server's end of the client's socket. */
let socket: Socket;
let received: string;
let held: ServerResponse[];
let time: number;

beforeEach(async () => {
  held = [];
  received = '';
  time = 5000;
  server = createServer((req, res) => void (req.url === '/hold' ? held.push(res) : res.end('now')));
  connections = watchConnections(server, { partialRequestMs: 50, now: () => time });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection');
  client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.on('data', (chunk: Buffer) => (received += chunk.toString())).on('error', () => undefined);
  [socket] = (await accepted) as [Socket];
});
afterEach(() => {
  client.destroy();
  server.close();
  server.closeAllConnections();
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Sends text and waits until the server has read all of it. */
async function send(text: string): Promise<void> {
  const expected = socket.bytesRead + text.length;
  client.write(text);
  while (socket.bytesRead < expected) await turn();
}

const HOLD = 'GET /hold HTTP/1.1\r\nHost: x\r\n\r\n';

describe('watchConnections', () => {
  it('counts requests that are not answered to the end, and sockets', async () => {
    expect([connections.requestCount(), connections.socketCount()]).toEqual([0, 1]);
    await send(HOLD + HOLD);
    expect([connections.requestCount(), connections.socketCount()]).toEqual([2, 1]);
    for (const res of held) res.end();
    while (connections.requestCount() > 0) await turn();
    client.destroy();
    while (connections.socketCount() > 0) await turn();
  });

  it('waits for the requests of the moment and not for later ones', async () => {
    await send(HOLD);
    const done = connections.whenCurrentRequestsDone();
    await send(HOLD);
    held[0]?.end('first');
    await done;
    expect(connections.requestCount()).toBe(1);
  });

  it('ends a silent socket at the second look, not at the first', () => {
    connections.sweepIdle();
    expect(socket.destroyed).toBe(false);
    connections.sweepIdle();
    expect(socket.destroyed).toBe(true);
  });

  it('leaves a socket with a request alone', async () => {
    await send(HOLD);
    time += 1_000_000;
    for (let look = 0; look < 3; look += 1) connections.sweepIdle();
    expect(socket.destroyed).toBe(false);
  });

  it('ends an idle socket after its answer', async () => {
    await send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    while (!received.endsWith('now') || connections.requestCount() > 0) await turn();
    connections.sweepIdle();
    expect(socket.destroyed).toBe(false);
    connections.sweepIdle();
    expect(socket.destroyed).toBe(true);
  });

  it('leaves half a request some time, and again as long for each piece', async () => {
    await send('GET / HTTP/1.1\r\n');
    connections.sweepIdle();
    time += 49;
    connections.sweepIdle();
    expect(socket.destroyed).toBe(false);
    await send('Host: x\r\n');
    connections.sweepIdle();
    time += 49;
    connections.sweepIdle();
    expect(socket.destroyed).toBe(false);
    time += 1;
    connections.sweepIdle();
    expect(socket.destroyed).toBe(true);
  });

  it('serves half a request whose rest comes in time, and closes then', async () => {
    await send('GET / HTTP/1.1\r\nHos');
    connections.closeAfterAnswers();
    connections.sweepIdle();
    connections.sweepIdle();
    const closed = once(client, 'close');
    client.write('t: x\r\n\r\n');
    await closed;
    expect(received).toMatch(/connection: close[^]*now$/i);
  });

  it('takes an answer whose head is out as it is', async () => {
    await send(HOLD);
    held[0]?.write('half');
    connections.closeAfterAnswers();
    held[0]?.end();
    while (connections.requestCount() > 0) await turn();
    expect(received).not.toMatch(/connection: close/i);
  });

  it('leaves half a request a second by default, by a clock that never goes back', async () => {
    const other = createServer();
    const byDefault = watchConnections(other);
    other.emit('connection', socket);
    await send('GET / HTTP/1.1\r\n');
    const clock = jest.spyOn(performance, 'now').mockReturnValue(1);
    byDefault.sweepIdle();
    clock.mockReturnValue(DEFAULT_PARTIAL_REQUEST_MS);
    byDefault.sweepIdle();
    expect([DEFAULT_PARTIAL_REQUEST_MS, socket.destroyed]).toEqual([1000, false]);
    clock.mockReturnValue(1 + DEFAULT_PARTIAL_REQUEST_MS);
    byDefault.sweepIdle();
    expect(socket.destroyed).toBe(true);
    clock.mockRestore();
  });

  it('passes over a request on a socket that it has not seen come', () => {
    const late = createServer();
    const watched = watchConnections(late);
    late.emit('request', { socket }, {});
    expect([watched.requestCount(), watched.socketCount()]).toEqual([0, 0]);
  });
});
