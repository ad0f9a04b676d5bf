import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KubeKind, KubeObject, UnnamedObject } from '@slipway/contracts';
import { KubeKinds, SlipwayError } from '@slipway/contracts';
import { nextAnswer } from './http-client.ts';
import type { FakeKube } from './kube-client.ts';

/** A fake cluster that answers on loopback as the API server does: paths, statuses, watches. */
export interface FakeApiServer {
  url: string;
  /** Answers the next request with this status and no more. */
  failNext: (statusCode: number, body?: object) => void;
  /** Every request so far, as `METHOD path`; a test may empty it. */
  requests: string[];
  /** Called for every request, with its headers. */
  onRequest: (request: IncomingMessage) => void;
  /** Header `authorization` of the last request. */
  lastAuthorization: () => string | undefined;
  close: () => Promise<void>;
}

const STATUS: Record<string, number> = { AlreadyExists: 409, Conflict: 409 };

/** Starts a server over a cluster in memory, on a port of its own. */
export async function startFakeApiServer(kube: FakeKube): Promise<FakeApiServer> {
  const failures: { statusCode: number; body: object }[] = [];
  const requests: string[] = [];
  let authorization: string | undefined;
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    api.onRequest(request);
    authorization = request.headers.authorization;
    const failure = failures.shift();
    if (failure) return send(response, failure.statusCode, failure.body);
    answer(kube, request, response).catch((error: unknown) => {
      const code = error instanceof SlipwayError ? error.code : 'Unknown';
      send(response, STATUS[code] ?? 500, { kind: 'Status', reason: code, message: code });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const api: FakeApiServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    onRequest: () => undefined,
    failNext: (statusCode, body = {}) => void failures.push({ statusCode, body }),
    lastAuthorization: () => authorization,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return api;
}

async function answer(kube: FakeKube, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const proxied = /^\/api\/v1\/namespaces\/[^/]+\/services\/([^/]+)\/proxy(\/.*)$/.exec(request.url ?? '');
  if (proxied) return sendProxied(kube, decodeURIComponent(proxied[1] ?? ''), proxied[2] ?? '/', response);
  const url = new URL(request.url ?? '', 'http://x');
  if (url.pathname === '/version') return send(response, 200, { gitVersion: 'v1.36.2' });
  const [, served] = /^\/(api\/v1|apis\/[^/]+\/[^/]+)$/.exec(url.pathname) ?? [];
  if (served !== undefined) return send(response, 200, await resourcesOf(kube, served.replace(/^apis?\//, '')));
  const [, group = '', namespace, plural = '', name, sub] =
    /^\/(api\/v1|apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(
      url.pathname,
    ) ?? [];
  const apiVersion = group.replace(/^apis?\//, '');
  const kind = Object.values<KubeKind>(KubeKinds).find((one) => one.plural === plural && one.apiVersion === apiVersion);
  if (!kind) return send(response, 404, { kind: 'Status', reason: 'NotFound' });
  const body = await readBody(request);
  const options = {
    ...(namespace ? { namespace } : {}),
    ...(url.searchParams.has('labelSelector')
      ? { labelSelector: url.searchParams.get('labelSelector') as string }
      : {}),
    metadataOnly: request.headers.accept?.includes('PartialObjectMetadataList') ?? false,
  };
  if (sub === 'log') {
    const lines = kube.podLogs[`${name}/${url.searchParams.get('container')}`];
    if (!lines) return send(response, 404, { kind: 'Status', reason: 'NotFound' });
    return void response.end(lines.slice(-Number(url.searchParams.get('tailLines') ?? Infinity)).map((line) => `${line}\n`).join('')); // prettier-ignore
  }
  if (url.searchParams.get('dryRun') === 'All') {
    if (request.method === 'POST') return send(response, 201, await kube.dryRunCreate(kind, body as UnnamedObject));
    const fieldManager = url.searchParams.get('fieldManager') ?? '';
    const isForced = url.searchParams.get('force') === 'true';
    const isApply = request.headers['content-type'] === 'application/apply-patch+yaml';
    if (!isForced || !isApply) return send(response, 400, { kind: 'Status', reason: 'BadRequest' });
    return found(response, await kube.dryRunApply(kind, body as KubeObject, { fieldManager }));
  }
  switch (request.method) {
    case 'POST':
      return send(response, 201, await kube.create(kind, body as KubeObject));
    case 'PUT':
      return send(response, 200, await kube.replace(kind, body as KubeObject));
    case 'PATCH':
      return found(response, await kube.patch(kind, name ?? '', namespace ?? '', body));
    case 'DELETE': {
      const { preconditions = {} } = body as { preconditions?: { uid?: string; resourceVersion?: string } };
      const isThere = await kube.get(kind, name ?? '', namespace);
      const isGone = await kube.delete(kind, name ?? '', namespace, preconditions);
      return isThere && !isGone
        ? send(response, 409, { reason: 'Conflict' })
        : found(response, isGone ? {} : undefined);
    }
    default:
  }
  if (name) return found(response, await kube.get(kind, name, namespace));
  if (url.searchParams.get('watch') === 'true') return watch(kube, kind, options, request, response);
  const { items, resourceVersion } = await kube.list(kind, options);
  // Real lists do not repeat the kind on each item.
  return send(response, 200, {
    metadata: { resourceVersion },
    items: items.map(({ kind: _kind, apiVersion: _version, ...item }) => item),
  });
}

/** As the server lists them, subresources among them. */
async function resourcesOf(kube: FakeKube, apiVersion: string): Promise<object> {
  const resources = (await kube.resources(apiVersion)).flatMap(({ plural, kind, isNamespaced }) => [
    { name: plural, kind, namespaced: isNamespaced },
    { name: `${plural}/status`, kind, namespaced: isNamespaced },
  ]);
  return { kind: 'APIResourceList', groupVersion: apiVersion, resources };
}

async function watch(
  kube: FakeKube,
  kind: KubeKind,
  options: object,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const ending = new AbortController();
  request.on('close', () => ending.abort());
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  for await (const event of kube.watch(kind, { ...options, resourceVersion: '', signal: ending.signal })) {
    response.write(`${JSON.stringify(event)}\n`);
  }
}

/** A service that nothing stands behind is told of by the API server itself. */
async function sendProxied(kube: FakeKube, target: string, path: string, response: ServerResponse): Promise<void> {
  const answer = await nextAnswer(kube.services, `${target}${path}`).catch(() => undefined);
  if (!answer) {
    const message = `no endpoints available for service "${target}"`;
    return send(response, 503, { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code: 503 });
  }
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
}

function found(response: ServerResponse, object: unknown): void {
  send(response, object === undefined ? 404 : 200, object ?? { kind: 'Status', reason: 'NotFound' });
}

function send(response: ServerResponse, statusCode: number, body: object | unknown): void {
  response.writeHead(statusCode, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<object> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text ? (JSON.parse(text) as object) : {};
}
