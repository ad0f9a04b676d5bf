import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** How often sockets are looked at; an answer may exceed its limit by so much. */
const LOOK_EVERY_MS = 1000;

/**
 * Cuts connections whose client takes nothing of its answer for so long. Node does so only for what has a time
 * limit from its start; a limit on every socket costs each request, so that it is put only on those that a
 * look finds with bytes waiting. It ends with the answer: idle connections get their own limit from Node.
 */
export function cutStalled(server: Server, stallTimeoutMs: number): void {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  let timer: NodeJS.Timeout | undefined;
  server.on('listening', () => {
    timer = setInterval(
      () => {
        for (const socket of sockets) {
          if (socket.writableLength > 0 && !socket.timeout) socket.setTimeout(stallTimeoutMs);
        }
      },
      Math.min(LOOK_EVERY_MS, stallTimeoutMs),
    ).unref();
  });
  server.on('close', () => clearInterval(timer));
}
