import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, Server, ServerOptions, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ProblemCode } from '../errors/problem-table.ts';
import { sendProblem } from '../errors/error-handler.ts';
import { addBaseHeaders } from '../middleware/base-headers.ts';
import { toRequestId } from '../middleware/request-context.ts';
import { bornAs } from './born-as.ts';
import { toRawAnswer } from './raw-answer.ts';

/** What a client may do to a server. Times in milliseconds. */
export interface HttpServerLimits {
  keepAliveTimeoutMs: number;
  headersTimeoutMs: number;
  requestTimeoutMs: number;
  maxHeaderBytes: number;
  /** Larger bodies are not asked for: the application answers at once. */
  maxBodyBytes: number;
}

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
  const server = createServer(options, withOriginForm(listener));
  server.on('clientError', answerClientError);
  // Nothing here is a proxy. Unhandled, the connection would close without a word.
  server.on('connect', (req, socket) => {
    socket.on('error', () => undefined);
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
    refuse(req, res, 'ExpectationFailed', 'The Expect header asks for something unknown.');
  });
  return server;
}

/**
 * Proxies' form of a target (`GET http://host/path`) must be understood by every server (RFC 9112, 3.2.2).
 * One that is no URL is answered here: the router would pass by every route and problem document.
 */
function withOriginForm(listener: RequestListener): RequestListener {
  return (req, res) => {
    const { url = '' } = req;
    if (!url.startsWith('/') && url !== '*') {
      if (!URL.canParse(url))
        return refuse(req, res, 'InvalidRequest', 'The target of the request is not a valid URL.');
      const { pathname, search } = new URL(url);
      req.url = `${pathname.startsWith('/') ? '' : '/'}${pathname}${search}`;
    }
    listener(req, res);
  };
}

/** Answers a request that must not reach the application, and ends its connection. */
function refuse(req: IncomingMessage, res: ServerResponse, code: ProblemCode, detail: string): void {
  addBaseHeaders(res, toRequestId(req.headers));
  res.setHeader('Connection', 'close');
  sendProblem(res, code, detail, undefined);
}

const CLIENT_ERRORS: Readonly<Record<string, [ProblemCode, string]>> = {
  HPE_HEADER_OVERFLOW: ['HeadersTooLarge', 'The head of the request is larger than allowed.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['PayloadTooLarge', 'The chunk extensions of the body are larger than allowed.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['RequestTimeout', 'The request did not arrive in time.'],
};

/** Broken requests never reach the application; there is a socket and no response object. */
function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) return void socket.destroy();
  const [code, detail] = CLIENT_ERRORS[error.code ?? ''] ?? ['InvalidRequest', 'The request is not valid HTTP.'];
  socket.end(toRawAnswer(code, { detail, requestId: randomUUID() }), () => socket.destroy());
}

/** A second answer must not be put into the middle of a first one. */
function isAnswering(socket: Duplex): boolean {
  const { _httpMessage } = socket as Duplex & { _httpMessage?: { headersSent?: boolean } };
  return _httpMessage?.headersSent === true;
}
