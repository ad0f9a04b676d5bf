import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What is open on one server: requests that are not answered to the end, and sockets. */
export interface Connections {
  /** How many requests are in flight. */
  requestCount(): number;
  /** How many sockets are open. */
  socketCount(): number;
  /** Settles when the requests in flight now have ended; later ones are not waited for. */
  whenCurrentRequestsDone(): Promise<void>;
  /** From now on every answer whose head is not out yet says `Connection: close`. */
  closeAfterAnswers(): void;
  /** Ends sockets that have no request and received nothing since the last call. */
  sweepIdle(): void;
}

/** Watches a server. Put it up before the server listens. */
export function watchConnections(server: Server): Connections {
  const responses = new Set<ServerResponse>();
  const sockets = new Map<Socket, { seenBytes: number }>();
  let isClosing = false;

  server.on('connection', (socket: Socket) => {
    sockets.set(socket, { seenBytes: -1 });
    socket.once('close', () => sockets.delete(socket));
  });
  server.prependListener('request', (_req: IncomingMessage, res: ServerResponse) => {
    responses.add(res);
    res.once('close', () => responses.delete(res));
    if (isClosing) res.setHeader('Connection', 'close');
  });

  return {
    requestCount: () => responses.size,
    socketCount: () => sockets.size,
    async whenCurrentRequestsDone() {
      await Promise.all(
        [...responses].map((res) => new Promise<void>((resolve) => res.once('close', () => resolve()))),
      );
    },
    closeAfterAnswers() {
      isClosing = true;
      // Answers in preparation as well: those set at the start of their request would miss it.
      for (const res of responses) if (!res.headersSent) res.setHeader('Connection', 'close');
    },
    sweepIdle() {
      const busy = new Set([...responses].map((res) => res.socket));
      for (const [socket, state] of sockets) {
        if (!busy.has(socket) && state.seenBytes === socket.bytesRead) socket.destroy();
        state.seenBytes = socket.bytesRead;
      }
    },
  };
}
