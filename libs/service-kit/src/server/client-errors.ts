import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ProblemCode } from '../errors/problem-table.ts';
import { refuseRequest } from './refuse-request.ts';
import { toRawAnswer } from './raw-answer.ts';

const CLIENT_ERRORS: Readonly<Record<string, [ProblemCode, string]>> = {
  HPE_HEADER_OVERFLOW: ['HeadersTooLarge', 'The head of the request is larger than allowed.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['PayloadTooLarge', 'The chunk extensions of the body are larger than allowed.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['RequestTimeout', 'The request did not arrive in time.'],
};

/**
 * Answers what the parser of a connection could not take, or waited for too long, in its place: after the
 * answers to requests that came before on the same connection, and through the answer of the request itself
 * where its head was in order. Half an answer that went out is cut instead.
 */
export function createClientErrorAnswer(onRefused: (code: ProblemCode) => void) {
  return function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const [code, detail] = CLIENT_ERRORS[error.code ?? ''] ?? ['InvalidRequest', 'The request is not valid HTTP.'];
    const current = answerInProgress(socket);
    if (current === undefined) {
      onRefused(code);
      socket.end(toRawAnswer(code, { detail, requestId: randomUUID() }), () => socket.destroy());
    } else if (current.req.complete) {
      // The next answer takes its place once this one is closed.
      current.once('close', () => setImmediate(answerClientError, error, socket));
    } else if (current.headersSent) {
      socket.destroy();
    } else {
      onRefused(code);
      refuseRequest(current.req, current, code, detail);
    }
  };
}

/** Node has no public way to ask a socket for the answer that is being made on it. */
function answerInProgress(socket: Duplex): ServerResponse | undefined {
  return (socket as Duplex & { _httpMessage?: ServerResponse | null })._httpMessage ?? undefined;
}
