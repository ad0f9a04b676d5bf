import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { localLookup } from '@slipway/service-kit/src/run/local-lookup.ts';
import { CheckError } from './failure.ts';

/** What is sent. */
export interface Question {
  url: string;
  method: 'GET' | 'HEAD';
  headers: Readonly<Record<string, string>>;
  /** Milliseconds from connecting to the end of the body. */
  timeoutMs: number;
  /** No more of the body is read. */
  maxBodyBytes: number;
  /** Ends the exchange; the promise rejects with its reason. */
  signal: AbortSignal;
}

/** What came back. */
export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
  /** Whether there was more of the body than was read. */
  isTruncated: boolean;
}

/**
 * Asks once, over a connection of its own. Follows no redirect and trusts no certificate that cannot be
 * verified. Rejects with `CheckError` Timeout, the signal's reason, or what Node says went wrong.
 */
export async function ask({ signal, timeoutMs, ...question }: Question): Promise<Answer> {
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    return await exchange(question, AbortSignal.any([signal, limit]));
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted) throw new CheckError('Timeout', `no whole answer within ${timeoutMs} ms`);
    throw error;
  }
}

function exchange(
  { url, method, headers, maxBodyBytes }: Omit<Question, 'signal' | 'timeoutMs'>,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { protocol, hostname } = new URL(url);
    const lookup = localLookup(hostname);
    const options = { method, headers, signal, agent: false, ...(lookup ? { lookup } : {}) };
    const request =
      protocol === 'https:' ? requestHttps(url, { ...options, rejectUnauthorized: true }) : requestHttp(url, options);
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const end = (isTruncated: boolean) => {
        const body = Buffer.concat(chunks).subarray(0, maxBodyBytes);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body, isTruncated });
      };
      response.on('error', reject);
      response.on('end', () => end(false));
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes <= maxBodyBytes) return;
        end(true);
        response.destroy();
      });
    });
    request.end();
  });
}
