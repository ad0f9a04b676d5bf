import type http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { KubeClient, KubeKind, KubeList, KubeObject, ListOptions } from '@slipway/contracts';
import { readAnswer } from '../http/read-answer.ts';
import { findMissingRights } from './missing-rights.ts';
import { openPodPort } from './open-pod-port.ts';
import { readLogLines } from './read-log-lines.ts';
import { toStatusError, toTransportError } from './kube-errors.ts';
import type { RequestFacts } from './kube-errors.ts';
import type { KubeRequest, KubeTransport } from './kube-transport.ts';
import { createKubeTransport } from './kube-transport.ts';
import { readKubeContext } from './kubeconfig-file.ts';
import { toProxyRefusal } from './proxy-refusal.ts';
import { watchObjects } from './watch-objects.ts';

/** Which cluster. */
export interface KubeClientOptions {
  /** One kubeconfig file; default KUBECONFIG, then ~/.kube/config. */
  kubeconfig?: string | undefined;
  /** Default: the file's current one. */
  context?: string | undefined;
}

/** Waits between tries of a read that got no answer. A server that restarts is back within seconds. */
const READ_RETRY_MS = [250, 750, 1500, 3000, 4000, 5000, 5000, 5000, 5000];
/** A server that was never reached is given up sooner. */
const FIRST_RETRIES = 2;
/** A container that is followed may be silent for days. */
const FOLLOW_HEAD_MS = 2 ** 31 - 1;
const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=1,application/json';

/** The real API server. Nothing is read or connected before the first call. */
export function createKubeClient(options: KubeClientOptions = {}): KubeClient {
  let opened: Promise<{ transport: KubeTransport; server: string; context: string }> | undefined;
  let wasReached = false;
  const open = () =>
    (opened ??= readKubeContext({ path: options.kubeconfig, context: options.context }).then(async (context) => ({
      transport: await createKubeTransport(context),
      server: context.cluster.server,
      context: context.name,
    })));

  /** Sends one request; tried again are reads when nothing answers or the server is overloaded, writes that were never sent. */
  async function send(
    request: KubeRequest,
    facts: Omit<RequestFacts, 'server' | 'context'>,
  ): Promise<http.IncomingMessage> {
    const { transport, server, context } = await open();
    const all: RequestFacts = { ...facts, server, context };
    for (let attempt = 0, renewed = false; ; attempt += 1) {
      const retryMs = READ_RETRY_MS.slice(0, wasReached ? READ_RETRY_MS.length : FIRST_RETRIES)[attempt];
      try {
        const response = await transport(request, renewed);
        wasReached = true;
        const statusCode = response.statusCode ?? 0;
        if (statusCode < 400 || statusCode === 404) return response;
        const body = await readBody(response);
        if (statusCode === 401 && !renewed) {
          renewed = true;
          continue;
        }
        const isBusy = statusCode === 429 || (statusCode >= 500 && request.method === 'GET');
        if (!isBusy || retryMs === undefined) throw toStatusError(all, statusCode, body);
        const askedMs = Number(response.headers['retry-after'] ?? 0) * 1000;
        await wait(
          Math.max(retryMs, Math.min(askedMs, 5000)),
          undefined,
          request.signal ? { signal: request.signal } : {},
        );
      } catch (error) {
        if (request.signal?.aborted) throw request.signal.reason;
        const failure = toTransportError(all, error);
        const mayRepeat = request.method === 'GET' || (wasReached && wasNeverSent(error));
        if (failure.code !== 'ApiUnreachable' || !mayRepeat || retryMs === undefined) throw failure;
        await wait(retryMs, undefined, request.signal ? { signal: request.signal } : {});
      }
    }
  }

  async function call<T>(
    request: KubeRequest,
    facts: Omit<RequestFacts, 'server' | 'context'>,
  ): Promise<T | undefined> {
    const response = await send(request, facts);
    const body = await readBody(response);
    return response.statusCode === 404 ? undefined : (JSON.parse(body) as T);
  }

  return {
    get: (kind, name, namespace) =>
      call<KubeObject>({ method: 'GET', path: objectPath(kind, name, namespace) }, facts('get', kind, name, namespace)),
    async list(kind, listOptions = {}) {
      const { namespace, signal } = listOptions;
      const headers = listOptions.metadataOnly ? { accept: METADATA_ONLY } : {};
      const path = `${kindPath(kind, namespace)}${query(listOptions)}`;
      const request = { method: 'GET', path, headers, signal };
      const response = await send(request, facts('list', kind, undefined, namespace));
      const body = await readBody(response);
      const list = response.statusCode === 404 ? undefined : (JSON.parse(body) as RawList);
      return { ...toList(list, kind), ...serverTime(response) };
    },
    watch: (kind, watchOptions) => watchObjects(kind, watchOptions, (path, signal) =>
      send({ method: 'GET', path: `${kindPath(kind, watchOptions.namespace)}${path}`, signal }, facts('watch', kind, undefined, watchOptions.namespace))), // prettier-ignore
    async create(kind, object) {
      const { name, namespace } = object.metadata;
      const path = kindPath(kind, namespace);
      const made = await call<KubeObject>(
        { method: 'POST', path, ...json(object) },
        facts('create', kind, name, namespace),
      );
      if (!made) throw toStatusError({ ...facts('create', kind, name, namespace), server: '', context: '' }, 404, `{"message":"namespace ${namespace} does not exist"}`); // prettier-ignore
      return made;
    },
    async replace(kind, object) {
      const { name, namespace } = object.metadata;
      const path = objectPath(kind, name, namespace);
      const made = await call<KubeObject>(
        { method: 'PUT', path, ...json(object) },
        facts('update', kind, name, namespace),
      );
      if (!made) throw toStatusError({ ...facts('update', kind, name, namespace), server: '', context: '' }, 409, '{"reason":"Conflict","message":"it does not exist any more"}'); // prettier-ignore
      return made;
    },
    patch: (kind, name, namespace, patch) =>
      call<KubeObject>(
        { method: 'PATCH', path: objectPath(kind, name, namespace), ...json(patch, 'application/merge-patch+json') },
        facts('patch', kind, name, namespace),
      ),
    async delete(kind, name, namespace, { gracePeriodSeconds, uid, resourceVersion } = {}) {
      const body = {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: 'Background', // The default for Jobs leaves their pods behind.
        ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
        ...(uid || resourceVersion ? { preconditions: { uid, resourceVersion } } : {}),
      };
      try {
        const request = { method: 'DELETE', path: objectPath(kind, name, namespace), ...json(body) };
        return (await call<unknown>(request, facts('delete', kind, name, namespace))) !== undefined;
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'Conflict') return false;
        throw error;
      }
    },
    async resources(apiVersion, { signal } = {}) {
      const path = groupPath(apiVersion);
      const found = await call<RawResources>({ method: 'GET', path, signal }, { verb: 'get', resource: `the kinds of ${apiVersion}` }); // prettier-ignore
      return (found?.resources ?? [])
        .filter(({ name }) => !name.includes('/'))
        .map(({ name, kind, namespaced }) => ({ apiVersion, kind, plural: name, isNamespaced: namespaced }));
    },
    dryRunApply(kind, object, { fieldManager, signal }) {
      const { name, namespace } = object.metadata;
      const path = `${objectPath(kind, name, namespace)}?${new URLSearchParams({ dryRun: 'All', fieldManager, force: 'true' })}`;
      const request = { method: 'PATCH', path, signal, ...json(object, 'application/apply-patch+yaml') };
      return call<KubeObject>(request, facts('patch', kind, name, namespace));
    },
    dryRunCreate(kind, object, { signal } = {}) {
      const { namespace } = object.metadata;
      const request = { method: 'POST', path: `${kindPath(kind, namespace)}?dryRun=All`, signal, ...json(object) };
      return call<KubeObject>(request, facts('create', kind, undefined, namespace));
    },
    streamLogs(options) {
      const { namespace, pod: name, follow, signal } = options;
      const asked = { verb: 'get', resource: 'pods/log', name, namespace };
      const rest = { ownConnection: true, signal, ...(follow ? { headTimeoutMs: FOLLOW_HEAD_MS } : {}) };
      return readLogLines(options, (path) => send({ method: 'GET', path, ...rest }, asked));
    },
    missingRights: (checks, signal) =>
      findMissingRights(checks, async <T>(plural: string, body: object) => {
        const path = `/apis/authorization.k8s.io/v1/${plural}`;
        const answer = await call<T>(
          { method: 'POST', path, signal, ...json(body) },
          { verb: 'create', resource: plural },
        );
        return answer ?? ({} as T);
      }),
    async serverInfo(signal) {
      const { server, context } = await open();
      const asked = { verb: 'get', resource: 'version' };
      await (await send({ method: 'GET', path: '/version', signal }, asked)).resume(); // The connection is there now.
      const startedAt = Date.now();
      const response = await send({ method: 'GET', path: '/version', signal }, asked);
      const { serverTime: at } = serverTime(response);
      // The header gives whole seconds, cut off: on average it is half a second behind.
      const clockAheadMs = at === undefined ? undefined : at + 500 - (startedAt + Date.now()) / 2;
      const { gitVersion = 'unknown' } = JSON.parse(await readBody(response)) as { gitVersion?: string };
      return { server, context, version: gitVersion, ...(clockAheadMs === undefined ? {} : { clockAheadMs }) };
    },
    async openPort(target, signal) {
      const { transport, server } = await open();
      return openPodPort(target, server, await transport.socketOptions(), signal);
    },
    async logs({ namespace, pod, container, previous, tailLines }) {
      const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log?${new URLSearchParams({
        container,
        previous: String(previous),
        tailLines: String(tailLines),
        limitBytes: '65536',
      })}`;
      const response = await send({ method: 'GET', path }, { verb: 'get', resource: 'pods/log', name: pod, namespace });
      const text = await readBody(response);
      return response.statusCode === 404 ? [] : text.split('\n').filter((line) => line !== '');
    },
    async throughService({ namespace, service, port, path, timeoutMs, maxBytes, signal }) {
      const { transport, server, context } = await open();
      const startedAt = performance.now();
      const limit = AbortSignal.timeout(timeoutMs);
      const asked = { verb: 'get', resource: 'services/proxy', name: service, namespace, server, context };
      const target = [namespace, 'services', `${service}:${port}`].map(encodeURIComponent).join('/');
      try {
        const answer = await readAnswer(
          await transport({
            method: 'GET',
            path: `/api/v1/namespaces/${target}/proxy${path.startsWith('/') ? '' : '/'}${path}`,
            headers: { accept: '*/*' },
            signal: signal ? AbortSignal.any([limit, signal]) : limit,
          }),
          maxBytes,
        );
        const refusal = toProxyRefusal(asked, answer);
        if (refusal) throw refusal;
        return { ...answer, durationMs: performance.now() - startedAt };
      } catch (error) {
        signal?.throwIfAborted();
        throw toTransportError(asked, limit.aborted ? new Error(`no answer within ${timeoutMs} ms`) : error);
      }
    },
  };
}

/** A refused connection has carried nothing: also what writes may be sent again. */
function wasNeverSent(error: unknown): boolean {
  return (error as { code?: string } | undefined)?.code === 'ECONNREFUSED';
}

interface RawList {
  metadata?: { resourceVersion?: string };
  items?: KubeObject[] | null;
}

interface RawResources {
  resources?: { name: string; kind: string; namespaced: boolean }[];
}

/** Items of a list do not repeat their kind; the engine wants it on each. A kind the server lacks is an empty list. */
function toList(list: RawList | undefined, kind: KubeKind): KubeList {
  const items = (list?.items ?? []).map((item) => ({ ...item, apiVersion: kind.apiVersion, kind: kind.kind }));
  return { items, resourceVersion: list?.metadata?.resourceVersion ?? '' };
}

function serverTime({ headers }: http.IncomingMessage): { serverTime?: number } {
  const time = Date.parse(headers.date ?? '');
  return Number.isFinite(time) ? { serverTime: time } : {};
}

function facts(
  verb: string,
  kind: KubeKind,
  name?: string,
  namespace?: string,
): Omit<RequestFacts, 'server' | 'context'> {
  return { verb, resource: kind.plural, name, namespace };
}

function kindPath(kind: KubeKind, namespace?: string): string {
  return `${groupPath(kind.apiVersion)}${kind.isNamespaced && namespace ? `/namespaces/${encodeURIComponent(namespace)}` : ''}/${kind.plural}`;
}

function groupPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function objectPath(kind: KubeKind, name: string, namespace?: string): string {
  return `${kindPath(kind, namespace)}/${encodeURIComponent(name)}`;
}

function query({ labelSelector, fieldSelector }: ListOptions): string {
  const search = new URLSearchParams();
  if (labelSelector) search.set('labelSelector', labelSelector);
  if (fieldSelector) search.set('fieldSelector', fieldSelector);
  return search.size ? `?${search}` : '';
}

function json(value: unknown, type = 'application/json'): { body: string; headers: Record<string, string> } {
  return { body: JSON.stringify(value), headers: { 'content-type': type } };
}

async function readBody(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
