import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import tls from 'node:tls';
import type { CredentialSource } from './credentials.ts';
import { createCredentialSource } from './credentials.ts';
import type { KubeContext } from './kubeconfig-file.ts';

/** One request to the API server. */
export interface KubeRequest {
  method: string;
  /** With query. */
  path: string;
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal | undefined;
  /** The answer's head must come within this many milliseconds. Default 30 000. */
  headTimeoutMs?: number;
  /** Takes none of the connections that all others share: for answers that are read slowly or never end. */
  ownConnection?: boolean;
}

/** Sends requests of one context; the body comes as a stream. */
export interface KubeTransport {
  (request: KubeRequest, renew?: boolean): Promise<http.IncomingMessage>;
  /** How a WebSocket is opened: credentials, trust, a connection of its own. */
  socketOptions(): Promise<https.RequestOptions>;
}

const DEFAULT_HEAD_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 15_000;
/** A server that takes no connection within this time counts as unreachable. */
const CONNECT_TIMEOUT_MS = 10_000;

/** A transport over kept-alive connections, through the proxy that the kubeconfig or the environment names. */
export async function createKubeTransport(context: KubeContext): Promise<KubeTransport> {
  const { cluster } = context;
  const base = new URL(cluster.server);
  const secure = base.protocol === 'https:';
  const ca = cluster['certificate-authority-data']
    ? Buffer.from(cluster['certificate-authority-data'], 'base64')
    : cluster['certificate-authority']
      ? await readFile(cluster['certificate-authority'])
      : undefined;
  const proxyEnv = cluster['proxy-url']
    ? { HTTPS_PROXY: cluster['proxy-url'], HTTP_PROXY: cluster['proxy-url'] }
    : process.env;
  // `proxyEnv` came with Node 24.5; older versions ignore it.
  const agentOptions = { keepAlive: true, maxSockets: 64, proxyEnv };
  const Agent = secure ? https.Agent : http.Agent;
  const agent = new Agent(agentOptions);
  const ownAgent = new Agent({ ...agentOptions, keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
  const credentials: CredentialSource = createCredentialSource(context);
  const servername = cluster['tls-server-name'] ?? (isIP(base.hostname.replace(/[[\]]/g, '')) ? '' : base.hostname);

  let known: { cert: unknown; key: unknown; secureContext: tls.SecureContext } | undefined;
  /** Parsed once for all connections; again when the credentials are others. */
  function secureContextOf(cert?: string | Buffer, key?: string | Buffer): tls.SecureContext {
    if (!known || known.cert !== cert || known.key !== key) {
      known = { cert, key, secureContext: tls.createSecureContext({ ca, cert, key }) };
    }
    return known.secureContext;
  }

  /** Credentials and trust, the same for every kind of connection. */
  async function identify(renew: boolean): Promise<https.RequestOptions & { headers: Record<string, string> }> {
    const { headers, cert, key } = await credentials({ renew });
    return {
      headers: {
        'user-agent': 'slipway',
        ...(context.user.as ? { 'impersonate-user': context.user.as } : {}),
        ...headers,
      },
      ...(secure
        ? {
            servername,
            rejectUnauthorized: cluster['insecure-skip-tls-verify'] !== true,
            ...(ca ? { ca } : {}),
            ...(cert ? { cert } : {}),
            ...(key ? { key } : {}),
            secureContext: secureContextOf(cert, key),
          }
        : {}),
    };
  }

  async function send(request: KubeRequest, renew = false): Promise<http.IncomingMessage> {
    const identity = await identify(renew);
    const options: https.RequestOptions = {
      ...identity,
      agent: request.ownConnection ? ownAgent : agent,
      method: request.method,
      hostname: base.hostname.replace(/[[\]]/g, ''),
      port: base.port || (secure ? 443 : 80),
      path: `${base.pathname.replace(/\/$/, '')}${request.path}`,
      headers: {
        accept: 'application/json',
        ...identity.headers,
        ...request.headers,
        ...(request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) }),
      },
      ...(request.signal ? { signal: request.signal } : {}),
    };
    return new Promise((resolve, reject) => {
      const sent = (secure ? https : http).request(options);
      const headTimer = setTimeout(
        () =>
          sent.destroy(new Error(`no answer within ${(request.headTimeoutMs ?? DEFAULT_HEAD_TIMEOUT_MS) / 1000} s`)),
        request.headTimeoutMs ?? DEFAULT_HEAD_TIMEOUT_MS,
      );
      sent.on('socket', (socket) => {
        if (request.ownConnection) socket.setKeepAlive(true, KEEP_ALIVE_MS); // A dead peer is noticed though it is silent.
        if (!socket.connecting) return;
        const timer = setTimeout(() => sent.destroy(new Error('connection timed out')), CONNECT_TIMEOUT_MS);
        socket.once('connect', () => clearTimeout(timer));
        socket.once('close', () => clearTimeout(timer));
      });
      sent.on('response', (response) => {
        clearTimeout(headTimer);
        resolve(response);
      });
      sent.on('error', (error) => {
        clearTimeout(headTimer);
        reject(error);
      });
      sent.end(request.body);
    });
  }
  return Object.assign(send, { socketOptions: async () => ({ ...(await identify(false)), agent: ownAgent }) });
}
