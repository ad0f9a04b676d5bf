import type { IncomingMessage } from 'node:http';
import { ServiceError } from '../errors/service-error.ts';

/** What is wrong with the head of a request: not one host (400; RFC 9112, 3.2), an announced body over the limit (413). */
export function findHeadFault(req: IncomingMessage, maxBodyBytes: number): ServiceError | undefined {
  const hosts = countHosts(req.rawHeaders);
  if (hosts > 1 || (hosts === 0 && req.httpVersionMinor > 0)) {
    const detail = hosts > 1 ? 'The Host header is there more than once.' : 'The Host header is missing.';
    return new ServiceError('InvalidRequest', { detail, headers: { Connection: 'close' } });
  }
  const announced = req.headers['content-length'];
  return announced !== undefined && Number(announced) > maxBodyBytes ? tooLarge(maxBodyBytes) : undefined;
}

/** Node shows the first of several alone. */
function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let n = 0; n < rawHeaders.length; n += 2) {
    const name = rawHeaders[n] as string;
    if (name.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count;
}

/** Whether a body follows the head. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * The length of a chunked body is known at its end: the route waits for that, the limit does not. Routes here
 * take no body, so that an allowed one is dropped.
 */
export function countBody(req: IncomingMessage, maxBodyBytes: number, done: (fault?: ServiceError) => void): void {
  let received = 0;
  function onData(chunk: Buffer): void {
    received += chunk.length;
    if (received <= maxBodyBytes) return;
    req.off('data', onData).off('end', onEnd);
    done(tooLarge(maxBodyBytes));
  }
  function onEnd(): void {
    req.off('data', onData);
    done();
  }
  req.on('data', onData).once('end', onEnd);
}

function tooLarge(maxBodyBytes: number): ServiceError {
  // The answer ends the connection, so that no client can keep the service swallowing.
  const headers = { Connection: 'close' };
  return new ServiceError('PayloadTooLarge', { detail: `The body is larger than ${maxBodyBytes} bytes.`, headers });
}
