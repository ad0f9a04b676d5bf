import type { RequestListener, Server, ServerOptions } from 'node:http';
import { createServer, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { PROBLEM_TYPE, toProblem } from '../errors/problem.ts';
import type { ProblemCode } from '../errors/problem-table.ts';

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
const CHECK_CONNECTIONS_EVERY_MS = 1000;

/** A server that cuts off slow clients and answers broken requests with a problem document. */
export function createHttpServer(listener: RequestListener, limits: HttpServerLimits): Server {
  const options: ServerOptions = {
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
  server.on('connect', (_req, socket) => {
    socket.on('error', () => undefined);
    socket.end(toRawAnswer('MethodNotAllowed', 'This is no proxy.', { Allow: '' }), () => socket.destroy());
  });
  server.on('checkContinue', (req, res) => {
    if (Number(req.headers['content-length'] ?? 0) <= limits.maxBodyBytes) res.writeContinue();
    server.emit('request', req, res);
  });
  server.on('checkExpectation', (req, res) => {
    const text = toRawAnswer('ExpectationFailed', 'The Expect header asks for something unknown.');
    res.detachSocket(req.socket);
    req.socket.end(text);
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
    if (url.startsWith('/') || url === '*') return listener(req, res);
    if (URL.canParse(url)) {
      const { pathname, search } = new URL(url);
      req.url = `${pathname.startsWith('/') ? '' : '/'}${pathname}${search}`;
      return listener(req, res);
    }
    const problem = toProblem('InvalidRequest', 'The target of the request is not a valid URL.');
    const body = JSON.stringify(problem);
    const headers = { Connection: 'close', 'Content-Type': PROBLEM_TYPE, 'Content-Length': Buffer.byteLength(body) };
    res.writeHead(problem.status, { ...headers, 'X-Content-Type-Options': 'nosniff' }).end(body);
  };
}

const CLIENT_ERRORS: Readonly<Record<string, [ProblemCode, string]>> = {
  HPE_HEADER_OVERFLOW: ['HeadersTooLarge', 'The head of the request is larger than allowed.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['RequestTimeout', 'The request did not arrive in time.'],
};

/** Broken requests never reach the application; there is a socket and no response object. */
function answerClientError(error: NodeJS.ErrnoException & { bytesParsed?: number }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable || hasAnswered(socket)) return void socket.destroy();
  const [code, detail] = CLIENT_ERRORS[error.code ?? ''] ?? ['InvalidRequest', 'The request is not valid HTTP.'];
  socket.end(toRawAnswer(code, detail), () => socket.destroy());
}

/** A second answer must not be put into the middle of a first one. */
function hasAnswered(socket: Duplex): boolean {
  const { _httpMessage } = socket as Duplex & { _httpMessage?: { headersSent?: boolean } };
  return _httpMessage?.headersSent === true;
}

function toRawAnswer(code: ProblemCode, detail: string, headers: Readonly<Record<string, string>> = {}): string {
  const problem = toProblem(code, detail);
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'Connection: close',
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'X-Content-Type-Options: nosniff',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\r\n');
}
