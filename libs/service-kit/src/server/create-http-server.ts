import type { RequestListener, Server, ServerOptions } from 'node:http';
import { createServer } from 'node:http';
import { toRequestId } from '../middleware/request-context.ts';
import type { ProblemCode } from '../errors/problem-table.ts';
import { bornAs } from './born-as.ts';
import { createClientErrorAnswer } from './client-errors.ts';
import { cutStalled } from './cut-stalled.ts';
import { toRawAnswer } from './raw-answer.ts';
import { refuseRequest } from './refuse-request.ts';

/** What a client may do to a server. Times in milliseconds. */
export interface HttpServerLimits {
  keepAliveTimeoutMs: number;
  headersTimeoutMs: number;
  requestTimeoutMs: number;
  maxHeaderBytes: number;
  /** Larger bodies are not asked for: the application answers at once. */
  maxBodyBytes: number;
  /** A client that takes nothing of its answer for so long is cut off. Default 30000. */
  stallTimeoutMs?: number;
  /** Told of each request that never reaches the application. */
  onRefused?: (code: ProblemCode) => void;
}

const DEFAULT_STALL_TIMEOUT_MS = 30_000;

/** How often slow clients are looked for; they may exceed a limit by so much. */
const CHECK_CONNECTIONS_EVERY_MS = 500;

/**
 * A server that cuts off slow clients and answers broken requests with a problem document. An Express
 * application as listener costs less here than under a server of its own: see `bornAs`.
 */
export function createHttpServer(listener: RequestListener, limits: HttpServerLimits): Server {
  const options: ServerOptions = {
    ...bornAs(listener),
    maxHeaderSize: limits.maxHeaderBytes,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: Math.max(limits.requestTimeoutMs, limits.headersTimeoutMs),
    connectionsCheckingInterval: CHECK_CONNECTIONS_EVERY_MS,
    // Checked by the application instead, which answers with a body that says so.
    requireHostHeader: false,
  };
  const { onRefused = () => undefined } = limits;
  const server = createServer(options, withOriginForm(listener, onRefused));
  cutStalled(server, limits.stallTimeoutMs ?? DEFAULT_STALL_TIMEOUT_MS);
  server.on('clientError', createClientErrorAnswer(onRefused));
  // Nothing here is a proxy. Unhandled, the connection would close without a word.
  server.on('connect', (req, socket) => {
    socket.on('error', () => undefined);
    onRefused('MethodNotAllowed');
    const answer = {
      detail: 'This is no proxy.',
      requestId: toRequestId(req.headers),
      headers: [['Allow', '']] as const,
    };
    socket.end(toRawAnswer('MethodNotAllowed', answer), () => socket.destroy());
  });
  server.on('checkContinue', (req, res) => {
    if (Number(req.headers['content-length'] ?? 0) <= limits.maxBodyBytes) res.writeContinue();
    server.emit('request', req, res);
  });
  server.on('checkExpectation', (req, res) => {
    onRefused('ExpectationFailed');
    refuseRequest(req, res, 'ExpectationFailed', 'The Expect header asks for something unknown.');
  });
  return server;
}

/**
 * Proxies' form of a target (`GET http://host/path`) must be understood by every server (RFC 9112, 3.2.2).
 * One that is no URL is answered here: the router would pass by every route and problem document.
 */
function withOriginForm(listener: RequestListener, onRefused: (code: ProblemCode) => void): RequestListener {
  return (req, res) => {
    const url = req.url as string;
    if (!url.startsWith('/') && url !== '*') {
      if (!/^https?:/i.test(url) || !URL.canParse(url)) {
        onRefused('InvalidRequest');
        return refuseRequest(req, res, 'InvalidRequest', 'The target of the request is no path and no web address.');
      }
      const { pathname, search } = new URL(url);
      req.url = `${pathname}${search}`;
    }
    listener(req, res);
  };
}
