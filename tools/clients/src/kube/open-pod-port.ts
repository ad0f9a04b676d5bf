import { Duplex } from 'node:stream';
import type https from 'node:https';
import type { PodPort, PortStream } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';

/** The part of the package `ws` that is used here; it comes without types. */
interface Socket {
  binaryType: string;
  on(event: 'open' | 'close', listener: () => void): void;
  on(event: 'message', listener: (data: Buffer) => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  on(event: 'unexpected-response', listener: (request: unknown, response: { statusCode?: number; resume(): void }) => void): void; // prettier-ignore
  send(data: Buffer, done: (error?: Error) => void): void;
  pause(): void;
  resume(): void;
  close(): void;
  terminate(): void;
}
type SocketClass = new (url: string, protocol: string, options: object) => Socket;

const HANDSHAKE_MS = 10_000;
/** Channels of the protocol: what goes through the port, and what went wrong. */
const DATA = 0;
const PROTOCOL = 'v4.channel.k8s.io';

/**
 * Connects to a port of a pod through the API server (WebSocket). The stream ends when the pod's side does. `server`: URL
 * of the API server; `options`: how it is reached. Throws `PodNotFound` and `PortRefused`.
 */
export async function openPodPort(
  target: PodPort,
  server: string,
  options: https.RequestOptions,
  signal?: AbortSignal,
): Promise<PortStream> {
  const { namespace, pod, port } = target;
  const url = new URL(server);
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  url.pathname = `${url.pathname.replace(/\/$/, '')}/api/v1/namespaces/${namespace}/pods/${pod}/portforward`;
  url.search = `?ports=${port}`;
  const { default: WebSocket } = (await import('ws' as string)) as { default: SocketClass };
  const socket = new WebSocket(url.href, PROTOCOL, {
    ...options,
    handshakeTimeout: HANDSHAKE_MS,
    perMessageDeflate: false,
  });
  const what = `connect to port ${port} of pod ${pod}`;
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      socket.terminate();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', stop, { once: true });
    socket.on('open', () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    });
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      socket.terminate();
      reject(refused(what, response.statusCode ?? 0));
    });
    socket.on('error', ({ message }) =>
      reject(new SlipwayError({ code: 'PortRefused', message: `${what}: ${message}.` })),
    );
  });
  return toStream(socket, what);
}

function toStream(socket: Socket, what: string): PortStream {
  // The first message of each channel repeats the port.
  const begun = new Set<number>();
  const stream = new Duplex({
    read: () => socket.resume(),
    write: (chunk: Buffer, _encoding, done) => socket.send(Buffer.concat([Buffer.of(DATA), chunk]), done),
    // The protocol cannot end one side alone; the answer may still be on its way.
    final: (done) => done(),
    destroy(error, done) {
      socket.close();
      setTimeout(() => socket.terminate(), 1000).unref();
      done(error);
    },
  });
  socket.on('message', (message) => {
    const channel = message[0] ?? DATA;
    if (!begun.has(channel)) return void begun.add(channel);
    const content = message.subarray(1);
    if (channel !== DATA) {
      const said = content.toString('utf8').trim().slice(0, 300);
      return void stream.destroy(new SlipwayError({ code: 'PortRefused', message: `${what}: ${said}.`, hint: 'Does the container listen on it?' })); // prettier-ignore
    }
    if (!stream.push(content)) socket.pause();
  });
  socket.on('close', () => {
    if (!stream.destroyed) stream.push(null);
  });
  socket.on('error', (error) => void stream.destroy(error));
  return stream;
}

function refused(what: string, statusCode: number): SlipwayError {
  if (statusCode === 404) return new SlipwayError({ code: 'PodNotFound', message: `${what}: there is no such pod.` });
  if (statusCode === 403 || statusCode === 401) {
    return new SlipwayError({
      code: 'Forbidden',
      message: `${what}: no right to do so.`,
      hint: 'Ask for a role with verb "create" on "pods/portforward".',
    });
  }
  return new SlipwayError({ code: 'PortRefused', message: `${what}: the API server answers ${statusCode}.` });
}
