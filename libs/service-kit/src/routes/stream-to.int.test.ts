import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { streamTo } from './stream-to.ts';

let server: Server;
let outcome: Promise<unknown>;
let produced = 0;

async function* endless(): AsyncGenerator<Buffer> {
  for (;;) {
    produced += 65_536;
    yield Buffer.alloc(65_536);
  }
}

async function listen(body: () => Readable): Promise<number> {
  server = createServer((_req, res) => {
    outcome = streamTo(res, body(), { stallTimeoutMs: 150 }).catch((error: unknown) => error);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

describe('streamTo', () => {
  it('takes no more from the body than its client takes, and cuts a client that takes nothing', async () => {
    const socket = connect(await listen(() => Readable.from(endless())), '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    socket.pause();
    await once(server, 'request');
    expect(await outcome).toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
    expect(produced).toBeLessThan(64 * 1024 * 1024);
    socket.destroy();
  });

  it('cuts an answer whose body stops moving', async () => {
    const port = await listen(() => new Readable({ read: () => undefined }));
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
    expect(await outcome).toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
  });

  it('cuts an answer whose body fails', async () => {
    const port = await listen(() => {
      const body = new Readable({ read: () => undefined });
      body.push('first');
      setImmediate(() => body.destroy(new Error('broke')));
      return body;
    });
    await expect(fetch(`http://127.0.0.1:${port}`).then((response) => response.text())).rejects.toThrow();
    expect(await outcome).toMatchObject({ message: 'broke' });
  });
});
