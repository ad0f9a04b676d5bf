import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accessLog } from './access-log.ts';
import type { LogFields, Logger } from './logger.ts';
import { currentContext, runWithContext } from './request-context.ts';

describe('accessLog', () => {
  const lines: { fields: LogFields | undefined; requestId: string | undefined }[] = [];
  let onLine: () => void = () => undefined;
  const logger = {
    isEnabled: () => true,
    info(_message: string, fields?: LogFields) {
      lines.push({ fields, requestId: currentContext()?.requestId });
      onLine();
    },
  } as unknown as Logger;
  const log = accessLog({ logger, skip: (path) => path === '/healthz' });
  let server: Server;
  let base: string;

  beforeAll(async () => {
    server = createServer((req, res) =>
      runWithContext({ requestId: 'r-1' }, () => log(req, res, () => void (req.url === '/hang' || res.end('ok')))),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());
  beforeEach(() => void lines.splice(0));
  const nextLine = () => new Promise<void>((resolve) => (onLine = resolve));

  it('writes one line at the end of an answer, without the query, in the context of its request', async () => {
    const line = nextLine();
    await fetch(`${base}/path?token=canary`);
    await line;
    expect(lines).toEqual([
      { fields: { method: 'GET', path: '/path', status: 200, durationMs: expect.any(Number) }, requestId: 'r-1' },
    ]);
  });

  it('says when the client went away first', async () => {
    const line = nextLine();
    const request = get(`${base}/hang`).on('error', () => undefined);
    await once(server, 'request');
    request.destroy();
    await line;
    expect(lines).toMatchObject([{ fields: { path: '/hang', aborted: true }, requestId: 'r-1' }]);
  });

  it('writes nothing for what is to be skipped', async () => {
    await fetch(`${base}/healthz`);
    const line = nextLine();
    await fetch(`${base}/after`);
    await line;
    expect(lines.map(({ fields }) => fields?.['path'])).toEqual(['/after']);
  });
});
