import { once } from 'node:events';
import type { Server } from 'node:http';
import { Agent, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHealth } from '@slipway/health';
import { createLogger } from '@slipway/logging';
import { createService, sendJson } from '@slipway/service-kit';
import { createConnectionLimit } from './connection-limit.ts';

let server: Server;
let limit: number;
const agents: Agent[] = [];

beforeEach(async () => {
  limit = 2;
  const logger = createLogger({ format: 'json', sink: { write: () => undefined, flush: () => undefined } });
  const limited = createConnectionLimit({ max: () => limit });
  const { app } = createService({
    name: 'x',
    logger,
    health: createHealth(),
    routes: { '/': { get: limited((_req, res) => sendJson(res, 200, {})) } },
    openapi: { title: 'x', description: 'x', paths: { '/': {} } },
  });
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  for (const agent of agents.splice(0)) agent.destroy();
  server.close();
  server.closeAllConnections();
});

/** A client with one kept-alive connection of its own. */
function aClient(): {
  ask: (path?: string) => Promise<{ status: number; headers: object; body: string }>;
  leave(): void;
} {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agents.push(agent);
  return {
    ask: (path = '/') =>
      new Promise((resolve, reject) => {
        const { port } = server.address() as AddressInfo;
        get({ host: '127.0.0.1', port, path, agent }, (response) => {
          let body = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
        }).on('error', reject);
      }),
    leave: () => agent.destroy(),
  };
}

describe('the connection limit', () => {
  it('answers one connection too many with 503, and those within go on', async () => {
    const [one, two, three] = [aClient(), aClient(), aClient()];
    expect((await one.ask()).status).toBe(200);
    expect((await two.ask()).status).toBe(200);
    const refused = await three.ask();
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '1', connection: 'close' } });
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'Overloaded', detail: 'All 2 connections are in use.' });
    expect((await one.ask()).status).toBe(200);
  });

  it('lets probes through', async () => {
    limit = 0;
    expect((await aClient().ask()).status).toBe(503);
    expect((await aClient().ask('/healthz')).status).toBe(200);
  });

  it('has room again when a client leaves', async () => {
    limit = 1;
    const [one, two] = [aClient(), aClient()];
    expect((await one.ask()).status).toBe(200);
    expect((await two.ask()).status).toBe(503);
    one.leave();
    let status = 503;
    while (status === 503) ({ status } = await two.ask());
    expect(status).toBe(200);
  });

  it('takes another limit while it runs', async () => {
    limit = 1;
    expect((await aClient().ask()).status).toBe(200);
    expect((await aClient().ask()).status).toBe(503);
    limit = 2;
    expect((await aClient().ask()).status).toBe(200);
  });
});
