import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';

/** An answer, read to its end. */
export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  durationMs: number;
}

/** Where the ingress of the local cluster listens. */
const INGRESS = { address: '127.0.0.1', httpPort: 8080, httpsPort: 8443 };
const TIMEOUT_MS = 30_000;

/**
 * Asks through the ingress as a browser would. Connects to the loopback address with Host and SNI, because
 * names below `localhost` are not resolved by Node on every system.
 */
export function getThroughIngress(host: string, path: string, options: { ca?: string } = {}): Promise<HttpAnswer> {
  const started = performance.now();
  const secure = options.ca !== undefined;
  const port = secure ? INGRESS.httpsPort : INGRESS.httpPort;
  return new Promise((resolve, reject) => {
    const request = (secure ? httpsRequest : httpRequest)(
      {
        host: INGRESS.address,
        port,
        path,
        headers: { host: `${host}:${port}` },
        agent: false,
        timeout: TIMEOUT_MS,
        ...(secure ? { ca: options.ca, servername: host } : {}),
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (body += chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body,
            durationMs: performance.now() - started,
          }),
        );
      },
    );
    request.on('timeout', () => request.destroy(new Error(`GET ${host}${path}: no answer in ${TIMEOUT_MS} ms`)));
    request.on('error', reject);
    request.end();
  });
}
