import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { waitFor } from '../processes/wait-for.ts';
import type { Balancer } from './balancer.ts';
import { createBalancer } from './balancer.ts';
import { startClients } from './keep-alive-clients.ts';

/** A server whose readiness and answers a test decides. */
async function startServer() {
  const state = { isReady: true, status: 200, answered: 0, server: undefined as unknown as Server, port: 0 };
  state.server = createServer((req, res) => {
    if (req.url === '/readyz') return void res.writeHead(state.isReady ? 200 : 503).end();
    state.answered += 1;
    res.writeHead(state.status, { 'Content-Length': 2 }).end('ok');
  });
  state.server.listen(0, '127.0.0.1');
  await once(state.server, 'listening');
  state.port = (state.server.address() as AddressInfo).port;
  return state;
}

let balancer: Balancer;
const servers: Server[] = [];
async function backend() {
  const state = await startServer();
  servers.push(state.server);
  balancer.add(state);
  return state;
}

beforeEach(async () => {
  balancer = await createBalancer({ askEveryMs: 5 });
});
afterEach(async () => {
  await balancer.close();
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

const ready = (count: number) => waitFor('readiness', () => balancer.readyCount() === count || undefined);
const clientsOf = (count: number) => startClients({ url: `http://127.0.0.1:${balancer.port}/`, count });

describe('the balancer and its clients', () => {
  it('spread connections over what is ready, and lose nothing', async () => {
    const [first, second, third] = [await backend(), await backend(), await backend()];
    third.isReady = false;
    await ready(2);
    const clients = clientsOf(4);
    await waitFor('answers', () => clients.report().answered >= 40 || undefined);
    const { lost } = await clients.stop();
    expect(lost).toEqual([]);
    expect(third.answered).toBe(0);
    expect(Math.min(first.answered, second.answered)).toBeGreaterThan(0);
  });

  it('leave a connection where it is when its backend is no longer ready', async () => {
    const first = await backend();
    await ready(1);
    const clients = clientsOf(1);
    await waitFor('an answer', () => first.answered > 0 || undefined);
    const second = await backend();
    first.isReady = false;
    await waitFor('the other one', () => balancer.readyCount() === 1 || undefined);
    const before = first.answered;
    await waitFor('more answers', () => first.answered > before + 5 || undefined);
    expect(second.answered).toBe(0);
    expect((await clients.stop()).lost).toEqual([]);
  });

  it.each([
    ['a server that vanishes', (state: { server: Server }) => state.server.close().closeAllConnections()],
    ['an answer that is not 200', (state: { status: number }) => (state.status = 503)],
  ])('count what is lost to %s', async (_title, spoil) => {
    const only = await backend();
    await ready(1);
    const clients = clientsOf(2);
    await waitFor('an answer', () => only.answered > 0 || undefined);
    spoil(only);
    await waitFor('a loss', () => clients.report().lost.length > 0 || undefined);
    expect((await clients.stop()).lost.length).toBeGreaterThan(0);
  });
});
