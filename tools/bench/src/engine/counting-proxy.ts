import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ClusterAccess } from './cluster-access.ts';

/** A door to the API server that counts what goes through. */
export interface CountingProxy {
  /** Plain HTTP on loopback. */
  url: string;
  /** Requests and those of them that write, since the last call of this. */
  take(): { requests: number; writes: number };
  close(): Promise<void>;
}

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Starts the proxy. A server dry run (`dryRun=All`) and questions that are posted (access reviews) are not writes. */
export async function startCountingProxy({ server, ca, cert, key }: ClusterAccess): Promise<CountingProxy> {
  const target = new URL(server);
  const agent = new https.Agent({ keepAlive: true, maxSockets: 256 });
  let counts = { requests: 0, writes: 0 };
  const proxy = http.createServer((request, response) => {
    counts.requests += 1;
    const isQuestion = /dryRun=All|\/(self)?subject\w*reviews/.test(request.url ?? '');
    if (WRITES.has(request.method ?? '') && !isQuestion) counts.writes += 1;
    const { method, url, headers } = request;
    const options = { agent, method, path: url, headers: { ...headers, host: target.host }, ca, cert, key };
    const sent = https.request(
      { ...options, hostname: target.hostname, port: target.port, servername: '' },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        response.flushHeaders();
        answer.pipe(response);
      },
    );
    sent.on('error', () => response.destroy());
    response.on('close', () => sent.destroy());
    request.pipe(sent);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    take() {
      const taken = counts;
      counts = { requests: 0, writes: 0 };
      return taken;
    },
    close: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        proxy.closeAllConnections();
        agent.destroy();
      }),
  };
}
