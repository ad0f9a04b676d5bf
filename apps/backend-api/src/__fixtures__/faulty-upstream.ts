import { once } from 'node:events';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

export const ENTRY = '{"file":"a","level":"info","message":"m"}\n';
const NDJSON = { 'Content-Type': 'application/x-ndjson' };

const answerWith =
  (status: number, headers: Record<string, string> = {}, body: string | Buffer = '') =>
  (_req: IncomingMessage, res: ServerResponse) =>
    void res.writeHead(status, { 'Content-Length': String(Buffer.byteLength(body)), ...headers }).end(body);

const raw =
  (text: string, then: (socket: Socket) => void = () => undefined) =>
  (req: IncomingMessage) =>
    void req.socket.write(text, () => then(req.socket));

/** Writes the same again and again, as fast as it is taken, until the other side leaves. */
const flood = (head: string, text: string) => (req: IncomingMessage) => {
  const { socket } = req;
  const more = () => {
    if (!socket.destroyed && socket.write(text)) setImmediate(more);
  };
  socket.write(head);
  socket.on('drain', more);
  more();
};

const end = (socket: Socket) => void socket.end();

/** What an upstream can do wrong, by name. */
export const faults = {
  'slow headers': () => undefined,
  'slow first line': (_req, res) => void res.writeHead(200, NDJSON).write('{"file":'),
  'trickling first line': (req, res) => {
    res.writeHead(200, NDJSON).write('{"file":"');
    const timer = setInterval(() => void res.write('x'), 10);
    req.socket.on('close', () => clearInterval(timer));
  },
  'no body after its head': (_req, res) => res.writeHead(200, NDJSON).flushHeaders(),
  'stalls in the body': (_req, res) => void res.writeHead(200, NDJSON).write(ENTRY),
  'cut first line, with a length': raw('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"file"', end),
  'cut first line, chunked': raw('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{"file"\r\n', end),
  'cut body, with a length': raw(`HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n${ENTRY}`, end),
  'cut body, chunked': raw(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2a\r\n${ENTRY}\r\n`, end),
  'reset body': raw(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2a\r\n${ENTRY}\r\n`, (socket) =>
    setImmediate(() => void socket.resetAndDestroy()),
  ),
  'garbage in the body': raw(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2a\r\n${ENTRY}\r\nzz\r\n`),
  'cut body, without a marked end': raw(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${ENTRY}{"file"`, end),
  'no body, without a marked end': raw('HTTP/1.0 200 OK\r\n\r\n', end),
  'reset body, without a marked end': raw(`HTTP/1.0 200 OK\r\n\r\n${ENTRY}`, (socket) =>
    setTimeout(() => void socket.resetAndDestroy(), 50),
  ),
  reset: (req) => void req.socket.resetAndDestroy(),
  'closed without an answer': (req) => void req.socket.end(),
  'status 401': answerWith(401, { 'WWW-Authenticate': 'Bearer' }),
  'status 403': answerWith(403),
  'status 404': answerWith(404),
  'status 429 with seconds': answerWith(429, { 'Retry-After': '7' }),
  'status 429 with a date': (req, res) =>
    answerWith(429, { 'Retry-After': new Date(Date.now() + 7000).toUTCString() })(req, res),
  'status 429': answerWith(429),
  'status 500': answerWith(500, {}, 'oops'),
  'status 502': answerWith(502),
  'status 503': answerWith(503),
  'status 204': (_req, res) => void res.writeHead(204).end(),
  garbage: raw('\x16\x03\x01 no HTTP at all\r\n\r\n'),
  'HTML with status 200': answerWith(200, { 'Content-Type': 'text/html' }, '<html>login</html>'),
  'HTML that says it is NDJSON': answerWith(200, NDJSON, '<html>login</html>'),
  'JSON document': answerWith(200, { 'Content-Type': 'application/json' }, '{"error":"no"}'),
  'JSON document of several lines': answerWith(
    200,
    { 'Content-Type': 'application/json' },
    JSON.stringify({ error: 'no' }, null, 2) + '\n',
  ),
  'JSON array': answerWith(200, NDJSON, '[1]\n'),
  'wrong content type': answerWith(200, { 'Content-Type': 'image/png' }, ENTRY),
  'gzip, not asked for': answerWith(200, { ...NDJSON, 'Content-Encoding': 'gzip' }, gzipSync(ENTRY)),
  redirect: answerWith(302, { Location: 'http://127.0.0.1:1/' }),
  'endless header': flood('HTTP/1.1 200 OK\r\nX-A: ', 'a'.repeat(8192)),
  'endless 1xx': flood('', 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(50)),
  'endless first line': flood(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n',
    `4000\r\n${'a'.repeat(16_384)}\r\n`,
  ),
  'empty body': answerWith(200, NDJSON),
  well: answerWith(200, NDJSON, ENTRY),
  'well, chunked': (_req, res) => void res.writeHead(200, NDJSON).end(ENTRY),
  'well, with a charset': answerWith(200, { 'Content-Type': 'Text/Plain; charset=utf-8' }, ENTRY),
  'well, without a type': answerWith(200, {}, ENTRY),
  'well, as application/json': answerWith(200, { 'Content-Type': 'application/json' }, ENTRY),
  'well, without a marked end': raw(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${ENTRY}`, end),
  'well, without a marked end, HTTP/1.0': raw(`HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n${ENTRY}`, end),
} as const satisfies Record<string, RequestListener>;

export type FaultName = keyof typeof faults;

/** An upstream on a loopback port. */
export interface FaultyUpstream {
  /** Address whose answers are those of the fault in its last part. */
  url(fault: FaultName): string;
  port: number;
  /** Requests so far. */
  calls: IncomingMessage[];
  /** Connections that are open. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

/** Options of `startFaultyUpstream`. */
export interface FaultyUpstreamOptions {
  /** Answers instead of the faults. */
  answer?: RequestListener;
  /** Makes it a TLS server. */
  tls?: { key: string; cert: string };
}

/** Starts a server that does wrong what its caller asks it to. */
export async function startFaultyUpstream({ answer, tls }: FaultyUpstreamOptions = {}): Promise<FaultyUpstream> {
  const calls: IncomingMessage[] = [];
  const listener: RequestListener = (req, res) => {
    calls.push(req);
    req.socket.on('error', () => undefined);
    const name = decodeURIComponent(req.url?.slice(1) ?? '') as FaultName;
    (answer ?? (faults[name] as RequestListener))(req, res);
  };
  const server: Server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: (fault) => `${tls ? 'https' : 'http'}://127.0.0.1:${port}/${encodeURIComponent(fault)}`,
    port,
    calls,
    connections: () =>
      new Promise((resolve, reject) => server.getConnections((error, n) => (error ? reject(error) : resolve(n)))),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
