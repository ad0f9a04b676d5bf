import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { handleWhen, retry } from 'cockatiel';
import { createBackoff } from './backoff.ts';
import { createBreaker } from './breaker.ts';
import type { DownloadOptions, ExternalLogs, ExternalLogsClient } from './external-logs-client.ts';
import type { ExternalLogsObserver } from './external-logs-observer.ts';
import { createHttp, fetchLogs } from './fetch-logs.ts';
import { createPlaces } from './places.ts';
import type { TimeLimit } from './time-limit.ts';
import { startTimeLimit } from './time-limit.ts';
import { toServiceError } from './to-service-error.ts';
import { isPassing, UpstreamError } from './upstream-error.ts';

/** Options of `createExternalLogsClient`. Times in milliseconds. */
export interface ExternalLogsClientOptions {
  /** Address of the provider; asked for at each attempt. */
  url: () => string;
  /** Longest wait for the first line of one attempt. */
  attemptTimeoutMs: number;
  /** Longest wait for the first line: for a place, and all attempts and pauses together. */
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
  /** Told what happens. */
  observer?: ExternalLogsObserver;
}

export const DEFAULT_BREAK_AFTER = 8;
export const DEFAULT_BREAK_FOR_MS = 5000;
const DEFAULT_BACKOFF_MS = { initial: 100, max: 1000 };

/**
 * The provider over axios with kept-alive connections. Around each attempt: its time limit, then the
 * circuit breaker, then retries with jitter (a GET may be repeated), then the deadline for all of them;
 * around the whole download, streaming included, a bound on how many run at a time.
 */
export function createExternalLogsClient(options: ExternalLogsClientOptions): ExternalLogsClient & { close(): void } {
  const { url, attemptTimeoutMs, deadlineMs, attempts, maxConcurrent, observer } = options;
  const { initial, max } = options.backoffMs ?? DEFAULT_BACKOFF_MS;
  const agents = {
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets: maxConcurrent }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: maxConcurrent }),
  };
  const http = createHttp(agents);
  const places = createPlaces(maxConcurrent);
  observer?.watchPlaces(places);
  const breaker = createBreaker({
    breakAfter: options.breakAfter ?? DEFAULT_BREAK_AFTER,
    breakForMs: options.breakForMs ?? DEFAULT_BREAK_FOR_MS,
    onChange: (state) => observer?.onBreaker(state),
  });

  async function attempt({ key, headers }: DownloadOptions, deadline: TimeLimit): Promise<ExternalLogs> {
    const limit = startTimeLimit(attemptTimeoutMs, deadline.signal);
    try {
      const logs = await fetchLogs(http, { url: url(), key, headers, signal: limit.signal });
      observer?.onAttempt('ok');
      return logs;
    } catch (error) {
      if (error instanceof UpstreamError) observer?.onAttempt(error.fault);
      throw error;
    } finally {
      limit.clear();
    }
  }

  /** Attempts until one succeeds. One that would have to wait beyond the deadline is not waited for. */
  function open(download: DownloadOptions, deadline: TimeLimit): Promise<ExternalLogs> {
    const isWorthwhile = (error: unknown) =>
      isPassing(error) && ((error as UpstreamError).retryAfterMs ?? 0) < deadline.remainingMs();
    const retries = retry(handleWhen(isWorthwhile), {
      maxAttempts: attempts - 1,
      backoff: createBackoff({ initial, max }),
    });
    const tries = retries.execute(() => {
      if (deadline.signal.aborted) throw deadline.signal.reason;
      return breaker.execute(() => attempt(download, deadline), deadline.signal);
    }, deadline.signal);
    return deadline.race(tries);
  }

  return {
    async download(download, use) {
      const deadline = startTimeLimit(deadlineMs, download.signal);
      let free: (() => void) | undefined;
      let logs: ExternalLogs;
      try {
        free = await places.take(deadline.signal);
        logs = await open(download, deadline);
      } catch (error) {
        free?.();
        throw toServiceError(error);
      } finally {
        deadline.clear();
      }
      try {
        await use(logs);
      } finally {
        logs.body.destroy();
        free();
      }
    },
    close() {
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}
