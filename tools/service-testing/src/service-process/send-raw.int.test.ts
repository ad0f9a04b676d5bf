import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { sendRaw } from './send-raw.ts';

describe('sendRaw', () => {
  it('sends a text as it is and takes the answer apart', async () => {
    let got = '';
    const server = createServer((socket) => {
      socket.on('data', (chunk) => {
        got += chunk.toString();
        socket.end('HTTP/1.1 426 Upgrade Required\r\nUpgrade: HTTP/1.1\r\nX-A:b: c\r\n\r\none\r\n\r\ntwo');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const answer = await sendRaw(
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`,
      'GET / HTTP/1.0\r\n\r\n',
    );
    expect(got).toBe('GET / HTTP/1.0\r\n\r\n');
    expect(answer).toEqual({
      status: 426,
      headers: { upgrade: 'HTTP/1.1', 'x-a': 'b: c' },
      body: 'one\r\n\r\ntwo',
    });
    server.close();
  });
});
