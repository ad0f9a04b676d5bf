import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import type { ClusterPaths } from '../../cluster-paths.ts';
import { NODE_IP, PORTS } from '../../names.ts';
import type { KubeObject } from './kube-object.ts';
import { toObjectPath } from './kube-object.ts';

/** An answer of the API server. */
export interface KubeAnswer {
  status: number;
  body: unknown;
}

/** The few calls the cluster's own set-up makes, as administrator. */
export interface KubeApi {
  get(path: string, signal?: AbortSignal): Promise<KubeAnswer>;
  /** Server-side apply: creates the object or makes it so; an object that is so already is left alone. */
  apply(object: KubeObject, signal?: AbortSignal): Promise<KubeObject>;
  /** Creates the object; `false` when one of that name is there. */
  create(object: KubeObject, signal?: AbortSignal): Promise<boolean>;
  /** Watches a collection; calls back with every event until the signal or the server ends it. */
  watch(
    path: string,
    onEvent: (event: { type: string; object: KubeObject }) => void,
    signal: AbortSignal,
  ): Promise<void>;
  close(): void;
}

const FIELD_MANAGER = 'slipway-cluster';
const TIMEOUT_MS = 15_000;

/** Connects with the administrator's certificate of the cluster's PKI folder. */
export async function createKubeApi(paths: ClusterPaths): Promise<KubeApi> {
  const [ca, cert, key] = await Promise.all(
    ['ca.crt', 'admin.crt', 'admin.key'].map((file) => readFile(join(paths.pki, file))),
  );
  const agent = new Agent({ ca, cert, key, keepAlive: true, maxSockets: 8 });

  const open = (
    method: string,
    path: string,
    options: { body?: unknown; type?: string; signal?: AbortSignal | undefined },
  ) =>
    request({
      agent,
      host: NODE_IP,
      port: PORTS.apiServer,
      method,
      path,
      headers: {
        accept: 'application/json',
        ...(options.body === undefined ? {} : { 'content-type': options.type ?? 'application/json' }),
      },
      ...(options.signal ? { signal: options.signal } : {}),
    });

  const call = (
    method: string,
    path: string,
    options: { body?: unknown; type?: string; signal?: AbortSignal | undefined } = {},
  ) =>
    new Promise<KubeAnswer>((resolve, reject) => {
      const outgoing = open(method, path, options);
      outgoing.setTimeout(TIMEOUT_MS, () => outgoing.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
      outgoing.on('error', reject);
      outgoing.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: toBody(text) }));
      });
      outgoing.end(options.body === undefined ? undefined : JSON.stringify(options.body));
    });

  const fail = (what: string, answer: KubeAnswer): never => {
    const message = (answer.body as { message?: string } | null)?.message ?? JSON.stringify(answer.body);
    throw new SlipwayError({
      code: 'ClusterApiRefused',
      message: `${what}: the API server answered ${answer.status}: ${message}.`,
      hint: 'Run "slipway cluster status", then look at kube-apiserver.log in the logs folder it names.',
    });
  };

  return {
    get: (path, signal) => call('GET', path, { signal }),
    async apply(object, signal) {
      const path = `${toObjectPath(object)}?fieldManager=${FIELD_MANAGER}&force=true`;
      const answer = await call('PATCH', path, { body: object, type: 'application/apply-patch+yaml', signal });
      if (answer.status >= 300) fail(`apply ${object.kind} ${object.metadata.name}`, answer);
      return answer.body as KubeObject;
    },
    async create(object, signal) {
      const path = toObjectPath(object).replace(/\/[^/]+$/, '');
      const answer = await call('POST', `${path}?fieldManager=${FIELD_MANAGER}`, { body: object, signal });
      if (answer.status === 409) return false;
      if (answer.status >= 300) fail(`create ${object.kind} ${object.metadata.name}`, answer);
      return true;
    },
    watch: (path, onEvent, signal) =>
      new Promise((resolve, reject) => {
        const outgoing = open('GET', path, { signal });
        outgoing.on('error', (error) => (signal.aborted ? resolve() : reject(error)));
        outgoing.on('response', (response) => {
          let rest = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            const lines = (rest + chunk).split('\n');
            rest = lines.pop() ?? '';
            for (const line of lines) if (line !== '') onEvent(JSON.parse(line));
          });
          response.on('error', () => resolve());
          response.on('end', () => resolve());
        });
        outgoing.end();
      }),
    close: () => agent.destroy(),
  };
}

function toBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
