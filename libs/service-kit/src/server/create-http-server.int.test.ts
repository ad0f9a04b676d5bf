import { once } from 'node:events';
import type { Server } from 'node:http';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { createHttpServer } from './create-http-server.ts';
import { listen } from './listen.ts';

let server: Server;
let port: number;

beforeAll(async () => {
  server = createHttpServer((req, res) => void res.end(`ok ${req.url}`), {
    keepAliveTimeoutMs: 65_000,
    headersTimeoutMs: 300,
    requestTimeoutMs: 300,
    maxHeaderBytes: 2048,
    maxBodyBytes: 10,
  });
  port = await listen(server, { port: 0, host: '127.0.0.1' });
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

/** Sends text and gives all that came until the server closed the connection. */
async function send(text: string): Promise<{ head: string; body: Record<string, unknown> }> {
  const socket = connect(port, '127.0.0.1');
  socket.setEncoding('utf8');
  let answer = '';
  socket.on('data', (chunk: string) => (answer += chunk));
  socket.on('error', () => undefined);
  if (text) socket.write(text);
  await once(socket, 'close');
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  return { head, body: body.startsWith('{') ? (JSON.parse(body) as Record<string, unknown>) : {} };
}

describe('createHttpServer', () => {
  it.each([
    ['what is no HTTP', 'hello\r\n\r\n', 400, 'InvalidRequest'],
    [
      'both lengths at once',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
      'InvalidRequest',
    ],
    ['a head that is too large', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(4096)}\r\n\r\n`, 431, 'HeadersTooLarge'],
    ['an unknown expectation', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n\r\n', 417, 'ExpectationFailed'],
    ['a target that is no URL', 'GET http://[/x HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'InvalidRequest'],
    ['a tunnel', 'CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n', 405, 'MethodNotAllowed'],
    ['a head that never ends', 'GET / HTTP/1.1\r\nHost: x\r\n', 408, 'RequestTimeout'],
    ['a client that says nothing', '', 408, 'RequestTimeout'],
  ])('answers %s with a problem and closes', async (_title, text, status, code) => {
    const { head, body } = await send(text);
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(head).toContain('application/problem+json');
    expect(body).toMatchObject({ status, code });
  });

  it("understands a proxy's form of a target", async () => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write('GET http://other.example/a?b=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    });
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += String(chunk)));
    await once(socket, 'close');
    expect(answer).toContain('ok /a?b=1');
  });

  it.each([
    [10, true],
    [11, false],
  ])('asks for an expected body of %i bytes: %s', async (size, isAsked) => {
    const call = request({ host: '127.0.0.1', port, headers: { Expect: '100-continue', 'Content-Length': size } });
    const asked = jest.fn(() => void call.end('x'.repeat(size)));
    call.on('continue', asked).on('error', () => undefined);
    call.flushHeaders();
    await once(call, 'response');
    expect(asked).toHaveBeenCalledTimes(isAsked ? 1 : 0);
    call.destroy();
  });

  it('says which port it got, and fails where another listens', async () => {
    expect(port).toBe((server.address() as AddressInfo).port);
    const other = createHttpServer(() => undefined, {
      keepAliveTimeoutMs: 1,
      headersTimeoutMs: 1000,
      requestTimeoutMs: 1000,
      maxHeaderBytes: 2048,
      maxBodyBytes: 10,
    });
    await expect(listen(other, { port, host: '127.0.0.1' })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
