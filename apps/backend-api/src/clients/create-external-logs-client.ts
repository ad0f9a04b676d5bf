import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import axios from 'axios';
import type { AxiosResponse } from 'axios';
import {
  bulkhead,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  retry,
  TaskCancelledError,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel';
import type { DownloadOptions, ExternalLogs, ExternalLogsClient } from './external-logs-client.ts';
import { checkFirstBytes } from './first-bytes.ts';
import { toServiceError } from './to-service-error.ts';
import { isPassing, UpstreamError } from './upstream-error.ts';

/** Options of `createExternalLogsClient`. Times in milliseconds. */
export interface ExternalLogsClientOptions {
  /** Address of the provider; asked for at each attempt. */
  url: () => string;
  /** Longest wait for the first bytes of one attempt. */
  attemptTimeoutMs: number;
  /** Longest wait for the first bytes, all attempts together. */
  deadlineMs: number;
  /** Attempts in all. */
  attempts: number;
  /** Downloads at a time; as many again may wait. */
  maxConcurrent: number;
  /** Failed attempts in a row after which the provider is left alone. Default 8. */
  breakAfter?: number;
  /** How long it is left alone. Default 5000. */
  breakForMs?: number;
  /** First and longest pause between attempts; jittered. Default 100 and 1000. */
  backoffMs?: { initial: number; max: number };
}

const DEFAULT_BREAK_AFTER = 8;
const DEFAULT_BREAK_FOR_MS = 5000;
const DEFAULT_BACKOFF_MS = { initial: 100, max: 1000 };

/**
 * The provider over axios with kept-alive connections. Around each attempt: its time limit, then the
 * circuit breaker, then retries with jitter (a GET may be repeated), then the deadline for all of them;
 * around the whole download, streaming included, a bound on how many run at a time.
 */
export function createExternalLogsClient(options: ExternalLogsClientOptions): ExternalLogsClient & { close(): void } {
  const { url, attemptTimeoutMs, deadlineMs, attempts, maxConcurrent } = options;
  const breakForMs = options.breakForMs ?? DEFAULT_BREAK_FOR_MS;
  const { initial, max } = options.backoffMs ?? DEFAULT_BACKOFF_MS;
  const httpAgent = new HttpAgent({ keepAlive: true, maxSockets: maxConcurrent });
  const httpsAgent = new HttpsAgent({ keepAlive: true, maxSockets: maxConcurrent });
  const http = axios.create({
    httpAgent,
    httpsAgent,
    responseType: 'stream',
    decompress: false,
    maxRedirects: 0,
    validateStatus: () => true,
  });

  const passing = handleWhen((error) => isPassing(error) || error instanceof TaskCancelledError);
  // The signal must outlive the attempt: it also ends the stream that the attempt returned.
  const limit = { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false };
  const policy = wrap(
    timeout(deadlineMs, limit),
    retry(passing, {
      maxAttempts: attempts - 1,
      backoff: new ExponentialBackoff({ initialDelay: initial, maxDelay: max }),
    }),
    circuitBreaker(passing, {
      halfOpenAfter: breakForMs,
      breaker: new ConsecutiveBreaker(options.breakAfter ?? DEFAULT_BREAK_AFTER),
    }),
    timeout(attemptTimeoutMs, limit),
  );
  const places = bulkhead(maxConcurrent, maxConcurrent);

  async function attempt({ key, headers }: DownloadOptions, signal: AbortSignal): Promise<ExternalLogs> {
    const target = url();
    const response = await http
      .get<Readable>(target, {
        signal,
        // A proxy from the environment is for what lies outside, not for this machine.
        ...(isLoopback(target) ? { proxy: false } : {}),
        headers: {
          ...headers,
          Authorization: `Bearer ${key}`,
          Accept: 'application/x-ndjson',
          'Accept-Encoding': 'identity',
        },
      })
      .catch((cause: unknown) => {
        throw new UpstreamError('unreachable', 'no answer came', { cause });
      });
    try {
      checkStatus(response);
      await checkFirstBytes(response.data);
      return { body: response.data, length: toLength(response.headers['content-length']) };
    } catch (error) {
      response.data.on('error', () => undefined).destroy();
      throw error;
    }
  }

  return {
    async download(download, use) {
      const open = () => policy.execute(({ signal }) => attempt(download, signal), download.signal);
      const run = async () => {
        const logs = await open().catch((error: unknown) => {
          throw toServiceError(error, { retryAfterMs: breakForMs });
        });
        try {
          await use(logs);
        } finally {
          logs.body.destroy();
        }
      };
      await places.execute(run, download.signal).catch((error: unknown) => {
        throw toServiceError(error, { retryAfterMs: breakForMs });
      });
    },
    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

function checkStatus({ status, headers }: AxiosResponse<Readable>): void {
  if (status === 200) return;
  const message = `the provider answered ${status}`;
  const retryAfter = toSeconds(headers['retry-after']);
  if (status === 429 || status === 503) throw new UpstreamError('busy', message, { retryAfter });
  if (status >= 500) throw new UpstreamError('failed', message);
  if (status === 401 || status === 403) throw new UpstreamError('refused', message);
  throw new UpstreamError('invalid', message);
}

function toSeconds(header: unknown): number | undefined {
  return typeof header === 'string' && /^\d{1,5}$/.test(header) ? Number(header) : undefined;
}

function toLength(header: unknown): number | undefined {
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}

function isLoopback(url: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}
