import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { accessLog, logAccess } from './access-log.ts';
import type { LogFields, Logger } from './logger.ts';
import { currentContext, runWithContext } from './request-context.ts';

describe('accessLog', () => {
  const lines: { message: string; fields: LogFields | undefined; requestId: string | undefined }[] = [];
  let onLine: () => void = () => undefined;
  let isEnabled = true;
  const logger = {
    isEnabled: () => isEnabled,
    info(message: string, fields?: LogFields) {
      lines.push({ message, fields, requestId: currentContext()?.requestId });
      onLine();
    },
  } as unknown as Logger;
  let time = 0;
  const log = accessLog({ logger, skip: (path) => path === '/healthz', now: () => (time += 7.26) });
  let server: Server;
  let port: number;
  let base: string;
  let count = 0;

  function answer(req: IncomingMessage, res: ServerResponse): void {
    if (req.url === '/hang') return;
    if (req.url === '/half') return void res.writeHead(206).write('half');
    if (req.url === '/destroyed') return void res.destroy();
    if (req.url === '/fails') res.statusCode = 500;
    res.end('ok');
  }

  beforeAll(async () => {
    server = createServer((req, res) => {
      const work = () => log(req, res, () => answer(req, res));
      if (req.headers['x-plain'] !== undefined) work();
      else runWithContext({ requestId: `r-${(count += 1)}` }, work);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
    base = `http://127.0.0.1:${port}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  beforeEach(() => {
    lines.length = 0;
    count = 0;
    isEnabled = true;
  });
  async function whenLines(expected: number): Promise<void> {
    while (lines.length < expected) await new Promise<void>((resolve) => (onLine = resolve));
  }
  /** Sends text over a socket of its own; gives what came until it closed. */
  async function send(text: string): Promise<string> {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    socket.write(text);
    await once(socket, 'close');
    return received;
  }

  it('writes one line at the end of an answer, without the query, in the context of its request', async () => {
    await fetch(`${base}/path?token=canary`);
    await whenLines(1);
    expect(lines).toEqual([
      { message: 'request', fields: { method: 'GET', path: '/path', status: 200, durationMs: 7.3 }, requestId: 'r-1' },
    ]);
  });

  it.each([
    ['HEAD', '/a', 200],
    ['POST', '/a', 200],
    ['GET', '/fails', 500],
  ])('writes %s %s with the status %i', async (method, path, status) => {
    await fetch(`${base}${path}`, { method });
    await whenLines(1);
    expect(lines).toMatchObject([{ fields: { method, path, status } }]);
    expect(lines[0]?.fields).not.toHaveProperty('aborted');
  });

  it.each([
    ['before it had a status', '/hang', 499],
    ['in the middle of the answer', '/half', 206],
  ])('says that the client went away %s', async (_title, path, status) => {
    const request = get(`${base}${path}`, (response) => {
      response.on('error', () => undefined);
      response.once('data', () => request.destroy());
    }).on('error', () => undefined);
    if (path === '/hang') {
      await once(server, 'request');
      request.destroy();
    }
    await whenLines(1);
    expect(lines).toMatchObject([{ fields: { path, status, aborted: true }, requestId: 'r-1' }]);
  });

  it('says that an answer was given up', async () => {
    await send('GET /destroyed HTTP/1.1\r\nHost: x\r\n\r\n');
    await whenLines(1);
    expect(lines).toMatchObject([{ fields: { path: '/destroyed', status: 499, aborted: true } }]);
  });

  it('writes each of several requests that came in a row', async () => {
    const one = (path: string, head = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${head}\r\n`;
    const received = await send(one('/a') + one('/b?c') + one('/d', 'Connection: close\r\n'));
    await whenLines(3);
    expect(received.match(/HTTP\/1.1 200/g)).toHaveLength(3);
    expect(lines.map(({ fields, requestId }) => [fields?.['path'], requestId])).toEqual([
      ['/a', 'r-1'],
      ['/b', 'r-2'],
      ['/d', 'r-3'],
    ]);
  });

  it('writes a request to upgrade, which is answered as any other', async () => {
    await send('GET /up HTTP/1.1\r\nHost: x\r\nConnection: upgrade, close\r\nUpgrade: websocket\r\n\r\n');
    await whenLines(1);
    expect(lines).toMatchObject([{ fields: { path: '/up', status: 200 } }]);
  });

  it('writes a line outside of a context as well', async () => {
    await fetch(`${base}/plain`, { headers: { 'X-Plain': '1' } });
    await whenLines(1);
    expect(lines).toMatchObject([{ fields: { path: '/plain' }, requestId: undefined }]);
  });

  it('writes nothing for what is to be skipped, nor when the level drops it', async () => {
    await fetch(`${base}/healthz?x`);
    isEnabled = false;
    await fetch(`${base}/quiet`);
    isEnabled = true;
    await fetch(`${base}/after`);
    await whenLines(1);
    expect(lines.map(({ fields }) => fields?.['path'])).toEqual(['/after']);
  });

  it('takes a request without a target for one of the root, by a clock that never goes back', () => {
    const on = jest.fn();
    const byDefault = accessLog({ logger });
    const clock = jest.spyOn(performance, 'now').mockReturnValueOnce(10).mockReturnValueOnce(32.5);
    byDefault(
      { method: 'GET' } as IncomingMessage,
      { once: on, statusCode: 200, writableFinished: true } as unknown as ServerResponse,
      () => undefined,
    );
    (on.mock.calls[0] as [string, () => void])[1]();
    expect(lines).toMatchObject([{ fields: { path: '/', durationMs: 22.5 } }]);
    clock.mockRestore();
  });
});

describe('logAccess', () => {
  it('rounds the time to tenths of a millisecond', () => {
    const info = jest.fn();
    logAccess(
      { info } as unknown as Logger,
      { method: 'PUT' } as IncomingMessage,
      { statusCode: 204, writableFinished: true } as ServerResponse,
      {
        path: '/a',
        durationMs: 1.25001,
      },
    );
    expect(info).toHaveBeenCalledWith('request', { method: 'PUT', path: '/a', status: 204, durationMs: 1.3 });
  });
});
