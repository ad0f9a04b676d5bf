import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';

/** One process behind the balancer. */
export interface Backend {
  port: number;
}

/** What stands between clients and the processes of a service. */
export interface Balancer {
  port: number;
  add(backend: Backend): void;
  remove(backend: Backend): void;
  /** How many of the backends take new connections now. */
  readyCount(): number;
  close(): Promise<void>;
}

/** Options of `createBalancer`. Times in milliseconds. */
export interface BalancerOptions {
  /** How often readiness is asked. Default 100. */
  askEveryMs?: number;
}

const DEFAULT_ASK_EVERY_MS = 100;
const READY_WITHIN_MS = 1000;

/**
 * Does what a Service of Kubernetes does: each new connection goes to the next backend that was ready when it was last
 * asked, and then stays there to its end, whatever becomes of that backend. Nothing is retried.
 */
export async function createBalancer({ askEveryMs = DEFAULT_ASK_EVERY_MS }: BalancerOptions = {}): Promise<Balancer> {
  const backends = new Map<Backend, { isReady: boolean }>();
  const sockets = new Set<Socket>();
  let turn = 0;

  async function askAll(): Promise<void> {
    const asked = [...backends].map(async ([{ port }, state]) => (state.isReady = await isReady(port)));
    await Promise.all(asked);
  }
  const timer = setInterval(() => void askAll(), askEveryMs);

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const ready = [...backends].filter(([, state]) => state.isReady).map(([backend]) => backend);
    const backend = ready[turn++ % Math.max(1, ready.length)];
    if (backend === undefined) return void client.destroy();
    join(client, connect({ port: backend.port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true }), sockets);
  });
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 });
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    add: (backend) => void backends.set(backend, { isReady: false }),
    remove: (backend) => void backends.delete(backend),
    readyCount: () => [...backends.values()].filter((state) => state.isReady).length,
    async close() {
      clearInterval(timer);
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** Both directions, each ended on its own; a break of one side breaks the other. */
function join(client: Socket, upstream: Socket, sockets: Set<Socket>): void {
  for (const [from, to] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    sockets.add(from);
    from.on('error', () => to.resetAndDestroy());
    from.once('close', () => {
      sockets.delete(from);
      if (!to.writableEnded) to.end();
    });
    from.pipe(to);
  }
}

async function isReady(port: number): Promise<boolean> {
  const signal = AbortSignal.timeout(READY_WITHIN_MS);
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal, headers: { Connection: 'close' } }).catch(
    () => undefined,
  );
  await answer?.arrayBuffer().catch(() => undefined);
  return answer?.status === 200;
}
