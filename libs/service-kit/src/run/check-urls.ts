import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import { localLookup } from './local-lookup.ts';

/** Outcome of one address. */
export interface UrlCheck {
  url: string;
  isOk: boolean;
  /** One line: status and time, or what went wrong. */
  detail: string;
}

/** Options of `checkUrl`. */
export interface CheckUrlOptions {
  /** Milliseconds for connecting and the whole answer. Default 10000. */
  timeoutMs?: number;
  /** The status it must have. Default: any from 200 to 299. */
  status?: number | undefined;
  /** Text that the body must hold. */
  contains?: string | undefined;
}

export const DEFAULT_CHECK_TIMEOUT_MS = 10_000;
const MAX_BODY_BYTES = 1_048_576;

/** Asks one address once. Never rejects. */
export function checkUrl(url: string, options: CheckUrlOptions = {}): Promise<UrlCheck> {
  const { timeoutMs = DEFAULT_CHECK_TIMEOUT_MS, status, contains } = options;
  const start = performance.now();
  return new Promise((resolve) => {
    const end = (isOk: boolean, detail: string) => resolve({ url, isOk, detail });
    const target = URL.canParse(url) ? new URL(url) : undefined;
    if (!target || !/^https?:$/.test(target.protocol)) return end(false, 'is not an http or https URL');
    const signal = AbortSignal.timeout(timeoutMs);
    const get = target.protocol === 'https:' ? getHttps : getHttp;
    const lookup = localLookup(target.hostname);
    const request = get(target, { signal, agent: false, ...(lookup ? { lookup } : {}) }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        if (body.length < MAX_BODY_BYTES) body += chunk;
      });
      response.on('error', (error) => end(false, toReason(error, timeoutMs)));
      response.on('end', () => {
        const code = response.statusCode ?? 0;
        const isStatusOk = status === undefined ? code >= 200 && code < 300 : code === status;
        if (!isStatusOk) return end(false, `answered ${code}: ${body.slice(0, 300)}`);
        if (contains !== undefined && !body.includes(contains)) return end(false, `answered ${code} without the text`);
        end(true, `answered ${code} in ${Math.round(performance.now() - start)} ms`);
      });
    });
    request.on('error', (error) => end(false, toReason(error, timeoutMs)));
  });
}

function toReason(error: NodeJS.ErrnoException, timeoutMs: number): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return `did not answer within ${timeoutMs} ms`;
  return `failed: ${error.message || error.code}`;
}
