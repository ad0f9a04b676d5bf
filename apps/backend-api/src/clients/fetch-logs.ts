import type { EventEmitter } from 'node:events';
import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import type { AxiosInstance } from 'axios';
import axios from 'axios';
import { checkAnswer, toLength } from './check-answer.ts';
import type { ExternalLogs } from './external-logs-client.ts';
import { checkFirstLine } from './first-line.ts';
import { UpstreamError } from './upstream-error.ts';
import { toWholeLines } from './whole-lines.ts';

/** One attempt. */
export interface FetchLogsOptions {
  url: string;
  key: string;
  headers: Readonly<Record<string, string>>;
  /** Ends the attempt at once, and the body too if it came. */
  signal: AbortSignal;
}

/** Codes of what no certificate authority here stands for, and of what is no TLS at all. */
const TLS_ERROR = /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/;

/** An axios that hands bodies on as they come and judges nothing by itself. */
export function createHttp(agents: { httpAgent: HttpAgent; httpsAgent: HttpsAgent }): AxiosInstance {
  return axios.create({
    ...agents,
    responseType: 'stream',
    decompress: false,
    maxRedirects: 0,
    validateStatus: () => true,
  });
}

/** Asks the provider once. Resolves when the first line is here and right; throws `UpstreamError`. */
export async function fetchLogs(http: AxiosInstance, options: FetchLogsOptions): Promise<ExternalLogs> {
  const { url, key, headers, signal } = options;
  if (signal.aborted) throw signal.reason;
  const response = await http
    .get<Readable>(url, {
      signal,
      // A proxy from the environment is for what lies outside, not for this machine.
      ...(isLoopback(url) ? { proxy: false } : {}),
      headers: {
        ...headers,
        Authorization: `Bearer ${key}`,
        Accept: 'application/x-ndjson',
        'Accept-Encoding': 'identity',
      },
    })
    .catch((error: unknown) => {
      throw toUpstreamError(error, signal);
    });
  const { status, data: body } = response;
  const isReset = watchReset(response.request as EventEmitter);
  try {
    const { mayBeDocument, isEndUnmarked } = checkAnswer({ status, headers: response.headers }, Date.now());
    await checkFirstLine(body, { mustEnd: mayBeDocument, mustHold: isEndUnmarked });
    return { body: isEndUnmarked ? toWholeLines(body, isReset) : body, length: toLength(response.headers) };
  } catch (error) {
    body.on('error', () => undefined).destroy();
    throw signal.aborted ? signal.reason : error;
  }
}

/** Only the code goes on: errors of axios carry the whole request, and in it the key. */
function toUpstreamError(error: unknown, signal: AbortSignal): UpstreamError {
  if (signal.aborted) return signal.reason as UpstreamError;
  const code = String((error as { code?: unknown } | undefined)?.code ?? 'no code');
  if (code.startsWith('HPE_')) return new UpstreamError('invalid', `the answer is not HTTP (${code})`);
  if (TLS_ERROR.test(code)) return new UpstreamError('untrusted', `the provider's identity is not proven (${code})`);
  return new UpstreamError('unreachable', `no answer came (${code})`);
}

/**
 * Whether a connection failed since. Node ends a body that ends with its connection as if it were whole, also when
 * that was reset, and tells the request alone.
 */
function watchReset(request: EventEmitter): () => boolean {
  let hasFailed = false;
  request.on('error', () => (hasFailed = true));
  return () => hasFailed;
}

function isLoopback(url: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}
