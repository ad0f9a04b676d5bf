import type { IncomingMessage } from 'node:http';
import { ServiceError } from '../errors/service-error.ts';

/**
 * Throws 426 `UpgradeRequired` for requests of HTTP/1.0: without a length the end of such an answer is the end of
 * its connection, also when it is cut. For routes whose answer is a stream.
 */
export function requireHttp11(req: Pick<IncomingMessage, 'httpVersionMinor'>): void {
  if (req.httpVersionMinor !== 0) return;
  throw new ServiceError('UpgradeRequired', {
    detail: 'The answer comes as a stream, which HTTP/1.0 cannot tell from a cut one. Use HTTP/1.1.',
    headers: { Upgrade: 'HTTP/1.1', Connection: 'Upgrade, close' },
  });
}
