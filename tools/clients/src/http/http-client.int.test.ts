import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpClient } from './http-client.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const limits = { timeoutMs: 5000, maxBytes: 1000, redirects: 'none' as const };
const client = createHttpClient({ env: { TOKEN: 'k4n4ry' } });

describe('createHttpClient', () => {
  it('gives status, headers and body, and the name below localhost as Host', async () => {
    const port = await serve((request, response) => {
      response.writeHead(418, { 'x-host': request.headers.host, 'set-cookie': ['a=1', 'b=2'] }).end('teapot');
    });
    const answer = await client.get({ url: `http://web.localhost:${port}/x?y=1`, ...limits });
    expect(answer).toMatchObject({ status: 418, body: 'teapot', isCut: false });
    expect(answer.headers).toMatchObject({ 'x-host': `web.localhost:${port}`, 'set-cookie': 'a=1, b=2' });
  });

  it('cuts a body without an end', async () => {
    const port = await serve((_request, response) => {
      const more = () => void (response.write('x'.repeat(500)) && setImmediate(more));
      more();
    });
    const answer = await client.get({ url: `http://127.0.0.1:${port}/`, ...limits });
    expect([answer.body.length, answer.isCut]).toEqual([1000, true]);
  });

  it('gives up on an answer that does not come or does not end', async () => {
    const port = await serve((request, response) => void (request.url === '/slow' && response.write('a')));
    for (const path of ['/never', '/slow']) {
      const asked = client.get({ url: `http://127.0.0.1:${port}${path}`, ...limits, timeoutMs: 150 });
      await expect(asked).rejects.toMatchObject({ code: 'HttpFailed', message: expect.stringContaining('within 150 ms') as string }); // prettier-ignore
    }
  });

  it('sends values of the environment and hides them in what comes back', async () => {
    const port = await serve((request, response) => response.setHeader('x-echo', `${request.headers['x-token']}`).end(`token ${request.headers['x-token']}, ${request.headers.authorization}`)); // prettier-ignore
    const headers = { 'x-token': { env: 'TOKEN' } };
    const answer = await client.get({ url: `http://me:pa55word@127.0.0.1:${port}/`, headers, ...limits });
    expect([answer.body, answer.headers['x-echo']]).toEqual(['token (secret), Basic (secret)', '(secret)']);
    const missing = client.get({ url: `http://127.0.0.1:${port}/`, headers: { a: { env: 'NO' } }, ...limits });
    await expect(missing).rejects.toMatchObject({ code: 'HttpVariableMissing' });
  });

  it('follows no redirect unless asked, then takes nothing along to another host', async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers['x-token'] as string | undefined);
      response.end('there');
    });
    const port = await serve((request, response) => {
      const location = request.url === '/here' ? '/away' : `http://localhost:${other}/`;
      response.writeHead(302, { location }).end();
    });
    const get = (path: string, redirects: 'none' | 'same-host' | 'any') =>
      client.get({ url: `http://127.0.0.1:${port}${path}`, headers: { 'x-token': 'a' }, ...limits, redirects });
    expect((await get('/here', 'none')).status).toBe(302);
    expect((await get('/here', 'same-host')).status).toBe(302);
    expect([(await get('/here', 'any')).body, seen]).toEqual(['there', [undefined]]);
  });

  it('ends an endless chain of redirects', async () => {
    const port = await serve((_request, response) => response.writeHead(302, { location: '/' }).end());
    expect((await client.get({ url: `http://127.0.0.1:${port}/`, ...limits, redirects: 'any' })).status).toBe(302);
  });

  it('says that nothing listens, without user and password', async () => {
    const port = await serve(() => undefined);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    await expect(
      client.get({ url: `http://me:pa55word@127.0.0.1:${port}/a?token=b`, ...limits }),
    ).rejects.toMatchObject({
      code: 'HttpFailed',
      message: `get http://127.0.0.1:${port}/a: connect ECONNREFUSED 127.0.0.1:${port}.`,
    });
  });

  it('stops when told to', async () => {
    const port = await serve(() => undefined);
    const stop = new AbortController();
    const asked = client.get({ url: `http://127.0.0.1:${port}/`, ...limits, signal: stop.signal });
    setTimeout(() => stop.abort(new Error('stopped')), 20);
    await expect(asked).rejects.toThrow('stopped');
  });
});
