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
  /**
   * From now on answers whose head is not out yet say `Connection: close`. Of several requests that a client
   * sent in a row without waiting (pipelining) it is the last one's answer, or the others would be lost.
   */
  closeAfterAnswers(): void;
  /**
   * Ends sockets that have no request and received nothing since the last call. One that has sent a part of
   * a request is left `partialRequestMs` to send more of it.
   */
  sweepIdle(): void;
}

/** Options of `watchConnections`. */
export interface ConnectionsOptions {
  /** How long the rest of a half-sent request may keep the socket waiting while idle ones are swept. Default 1000. */
  partialRequestMs?: number;
  /** Milliseconds that never go back. Default `performance.now`. */
  now?: () => number;
}

export const DEFAULT_PARTIAL_REQUEST_MS = 1000;

/** What is known of one socket. */
interface SocketState {
  /** Answers in the order of their requests. */
  responses: Set<ServerResponse>;
  /** The one that was told to close the connection. */
  closing?: ServerResponse;
  /** Bytes received up to the end of the last request. */
  answeredBytes: number;
  seenBytes: number;
  seenAt: number;
}

/** Watches a server. Put it up before the server listens. */
export function watchConnections(server: Server, options: ConnectionsOptions = {}): Connections {
  const { partialRequestMs = DEFAULT_PARTIAL_REQUEST_MS, now = () => performance.now() } = options;
  const sockets = new Map<Socket, SocketState>();
  let isClosing = false;

  server.on('connection', (socket: Socket) => {
    sockets.set(socket, { responses: new Set(), answeredBytes: 0, seenBytes: -1, seenAt: 0 });
    socket.once('close', () => sockets.delete(socket));
  });
  server.prependListener('request', (req: IncomingMessage, res: ServerResponse) => {
    const { socket } = req;
    const state = sockets.get(socket);
    if (state === undefined) return;
    const { responses } = state;
    responses.add(res);
    res.once('close', () => {
      responses.delete(res);
      state.answeredBytes = socket.bytesRead;
    });
    if (isClosing) closeAfterLast(state);
  });

  const openResponses = () => [...sockets.values()].flatMap(({ responses }) => [...responses]);
  return {
    requestCount: () => openResponses().length,
    socketCount: () => sockets.size,
    async whenCurrentRequestsDone() {
      await Promise.all(
        openResponses().map((res) => new Promise<void>((resolve) => res.once('close', () => resolve()))),
      );
    },
    closeAfterAnswers() {
      isClosing = true;
      for (const state of sockets.values()) closeAfterLast(state);
    },
    sweepIdle() {
      for (const [socket, state] of sockets) {
        const { bytesRead } = socket;
        if (state.seenBytes !== bytesRead) {
          state.seenBytes = bytesRead;
          state.seenAt = now();
        } else if (state.responses.size === 0) {
          const isPartial = bytesRead > state.answeredBytes;
          if (!isPartial || now() - state.seenAt >= partialRequestMs) socket.destroy();
        }
      }
    },
  };
}

/** Moves our `Connection: close` to the last answer of a socket, as far as heads are not out. */
function closeAfterLast(state: SocketState): void {
  const last = [...state.responses].at(-1);
  if (last === undefined || last.headersSent) return;
  if (state.closing !== undefined && !state.closing.headersSent) state.closing.removeHeader('Connection');
  last.setHeader('Connection', 'close');
  state.closing = last;
}
