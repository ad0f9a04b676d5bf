import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on loopback that does what its paths say. */
export interface FaultyServer {
  url: string;
  /** Requests so far, as `METHOD path`. */
  asked: string[];
  /** Values of the header `authorization` so far. */
  keys: (string | undefined)[];
  /** How many requests waited for the end of their answer at once at most. */
  mostAtOnce(): number;
  /** How many connections are open. */
  connections(): number;
  close(): void;
}

type Behaviour = (req: IncomingMessage, res: ServerResponse, asked: readonly string[]) => void;

const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  '/ok': (_req, res) => res.end('{"status":"ready","deep":{"a/b":[1,{"c":null}]}}'),
  '/slow': (_req, res) => void setTimeout(() => res.end('late'), 50),
  '/slow-head': () => undefined,
  '/slow-body': (_req, res) => void res.write('begin'),
  '/cut': (_req, res) => void res.write('begin', () => res.destroy()),
  '/short': (_req, res) => {
    res.writeHead(200, { 'Content-Length': 100 });
    res.write('only so much', () => res.destroy());
  },
  '/reset': (req) => void req.socket.resetAndDestroy(),
  '/503': (_req, res) =>
    void res
      .writeHead(503, { 'Content-Type': 'application/problem+json' })
      .end('{"code":"IntegrationKeyMissing","detail":"canary-body"}'),
  '/500': (_req, res) => void res.writeHead(500).end('{"code":"canary-body"}'),
  '/redirect': (req, res) =>
    void res.writeHead(302, { Location: `/ok?token=canary-query&said=${req.headers.authorization?.replace('Bearer ', '')}` }).end(),
  '/ndjson': (_req, res) => res.end('{"file":"a"}\n{"file":"b"}\n'),
  '/empty': (_req, res) => res.end(),
  '/ndjson-wrong': (_req, res) => res.end('{"file":"a"}\nnonsense\n'),
  '/endless': (_req, res) => {
    const line = `${JSON.stringify({ file: 'x'.repeat(1000) })}\n`.repeat(64);
    const more = (): void => void (res.writable && res.write(line, more));
    more();
  },
  '/second-time': (_req, res, asked) => {
    const times = asked.filter((each) => each.endsWith('/second-time')).length;
    res.writeHead(times > 1 ? 200 : 503).end();
  },
};

/** Starts one; close it. */
export async function startFaultyServer(): Promise<FaultyServer> {
  const asked: string[] = [];
  const keys: (string | undefined)[] = [];
  let current = 0;
  let most = 0;
  const server = createServer((req, res) => {
    asked.push(`${req.method} ${req.url}`);
    keys.push(req.headers.authorization);
    current += 1;
    most = Math.max(most, current);
    const end = res.end.bind(res);
    // Before the client can know: it may ask the next thing before this side hears that the answer has gone.
    res.end = ((...args: Parameters<typeof end>) => {
      current -= 1;
      return end(...args);
    }) as typeof res.end;
    const behaviour = BEHAVIOURS[req.url?.split('?', 1)[0] ?? ''];
    if (behaviour) behaviour(req, res, asked);
    else res.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    socket.on('close', () => (connections -= 1));
  });
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    keys,
    mostAtOnce: () => most,
    connections: () => connections,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
