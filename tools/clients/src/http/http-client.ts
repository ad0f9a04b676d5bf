import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { HttpAnswer, HttpClient, HttpRequest } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { readAnswer } from './read-answer.ts';

/** What requests take from outside. */
export interface HttpClientOptions {
  /** Where values of headers are looked up. Default: this process's. */
  env?: NodeJS.ProcessEnv;
}

const MOST_REDIRECTS = 5;
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|DEPTH_ZERO/;

/** The real client: one connection per request, nothing kept between requests. */
export function createHttpClient({ env = process.env }: HttpClientOptions = {}): HttpClient {
  return {
    async get(request) {
      const startedAt = performance.now();
      const limit = AbortSignal.timeout(request.timeoutMs);
      const signal = request.signal ? AbortSignal.any([limit, request.signal]) : limit;
      const headers = toHeaders(request, env);
      let url = new URL(request.url);
      try {
        for (let redirects = 0; ; redirects += 1) {
          const answer = await getOnce(url, headers, request, signal);
          const next = nextUrl(url, answer, request.redirects);
          if (!next || redirects === MOST_REDIRECTS) {
            return { ...hideSecrets(answer, request, env), durationMs: performance.now() - startedAt };
          }
          // What was meant for one host goes to no other.
          if (next.origin !== url.origin) for (const name of Object.keys(headers)) delete headers[name];
          url = next;
        }
      } catch (error) {
        request.signal?.throwIfAborted();
        throw toHttpError(url, error, limit.aborted ? request.timeoutMs : undefined);
      }
    },
  };
}

function getOnce(
  url: URL,
  headers: Record<string, string>,
  { ca, maxBytes }: HttpRequest,
  signal: AbortSignal,
): Promise<Omit<HttpAnswer, 'durationMs'>> {
  const secure = url.protocol === 'https:';
  const host = url.hostname.replace(/[[\]]/g, '');
  const options: https.RequestOptions = {
    // Not every system resolves names below localhost (RFC 6761); Host and SNI keep the name.
    host: host === 'localhost' || host.endsWith('.localhost') ? '127.0.0.1' : host,
    port: url.port || (secure ? 443 : 80),
    path: `${url.pathname}${url.search}`,
    headers: { 'user-agent': 'slipway', accept: '*/*', ...headers, host: url.host },
    ...(url.username ? { auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` } : {}),
    agent: false,
    signal,
    ...(secure ? { servername: isIP(host) ? '' : host, ...(ca ? { ca } : {}) } : {}),
  };
  return new Promise((resolve, reject) => {
    const sent = (secure ? https : http).request(options, (response) => {
      readAnswer(response, maxBytes).then(resolve, reject);
    });
    sent.on('error', reject);
    sent.end();
  });
}

function toHeaders({ headers = {} }: HttpRequest, env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const text = typeof value === 'string' ? value : env[value.env];
      if (text !== undefined) return [name, text];
      const variable = typeof value === 'string' ? '' : value.env;
      throw new SlipwayError({
        code: 'HttpVariableMissing',
        message: `send header ${name}: the variable ${variable} is not set.`,
        hint: `Set ${variable} where you deploy from.`,
      });
    }),
  );
}

/** A service may answer with what it was sent. */
function hideSecrets<T extends Pick<HttpAnswer, 'body' | 'headers'>>(
  answer: T,
  { headers = {}, url }: HttpRequest,
  env: NodeJS.ProcessEnv,
): T {
  const sent = Object.values(headers).map((value) => (typeof value === 'string' ? undefined : env[value.env]));
  const { username, password } = new URL(url);
  const basic =
    password && Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  const secrets = [...sent, basic, decodeURIComponent(password)].filter((text): text is string => Boolean(text));
  const hide = (text: string) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '(secret)'), text);
  const entries = Object.entries(answer.headers).map(([name, value]) => [name, hide(value)]);
  return { ...answer, body: hide(answer.body), headers: Object.fromEntries(entries) as Record<string, string> };
}

function nextUrl(
  url: URL,
  { status, headers }: Pick<HttpAnswer, 'status' | 'headers'>,
  redirects: string,
): URL | undefined {
  const { location } = headers;
  if (redirects === 'none' || ![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
  if (!URL.canParse(location, url.href)) return undefined;
  const next = new URL(location, url);
  if (!/^https?:$/.test(next.protocol)) return undefined;
  return redirects === 'any' || next.hostname === url.hostname ? next : undefined;
}

function toHttpError(url: URL, error: unknown, limitMs: number | undefined): SlipwayError {
  const { code = '', message = String(error) } = (error ?? {}) as { code?: string; message?: string };
  const isUntrusted = UNTRUSTED.test(code);
  const said = limitMs === undefined ? message || code : `no answer within ${limitMs} ms`;
  return new SlipwayError({
    code: 'HttpFailed',
    message: `get ${url.origin}${url.pathname}: ${said}.`,
    hint: isUntrusted
      ? 'Name the authority that has signed its certificate as caFile of the check.'
      : 'Is something listening there, and does the name resolve from here?',
    details: { reason: code },
    cause: error,
  });
}
