import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { SlipwayError } from '@slipway/contracts';

/** Whoever has sent its last byte still gets answers, until none came for this long, in milliseconds. */
const HALF_CLOSED_MS = 30_000;

/** How one local port is served. */
export interface ForwardOptions {
  address: string;
  /** 0: any free one. */
  port: number;
  connect(): Promise<Duplex>;
  /** Told when a connection could not be made or broke. */
  onFault(error: unknown): void;
}

/** Listens on a local port and hands each connection on. Throws `PortInUse`, `AddressUnusable`. */
export async function forwardPort(options: ForwardOptions): Promise<{ port: number; close(): void }> {
  const open = new Set<Socket>();
  // The other side may end first, or last: both sides are ended here.
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    void join(socket, options);
  });
  await listen(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

async function join(socket: Socket, { connect, onFault }: ForwardOptions): Promise<void> {
  socket.on('error', () => socket.destroy());
  try {
    const remote = await connect();
    if (socket.destroyed) return void remote.destroy();
    remote.on('error', (error) => {
      onFault(error);
      socket.resetAndDestroy(); // Nobody must take half an answer for a whole one.
    });
    remote.on('end', () => socket.end());
    socket.on('close', () => remote.destroy());
    socket.on('end', () => socket.setTimeout(HALF_CLOSED_MS, () => socket.destroy()));
    socket.pipe(remote, { end: false });
    remote.pipe(socket, { end: false });
    socket.resume();
  } catch (error) {
    onFault(error);
    socket.resetAndDestroy();
  }
}

function listen(server: Server, { address, port }: ForwardOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      const isTaken = code === 'EADDRINUSE';
      const what = isTaken
        ? 'another program listens there'
        : code === 'EACCES'
          ? 'this user may not listen there'
          : message;
      reject(
        new SlipwayError({
          code: isTaken ? 'PortInUse' : 'AddressUnusable',
          message: `listen on ${address}:${port}: ${what}.`,
          hint: isTaken
            ? 'Choose another local port, for example :http for any free one.'
            : 'Choose another --address or local port.',
          cause: message,
        }),
      );
    });
    server.listen(port, address, () => resolve());
  });
}
