import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntryStore } from '@slipway/entry-store';
import { createEntryStore } from '@slipway/entry-store';
import type { Health } from '@slipway/health';
import { createHealth } from '@slipway/health';
import { createLogger } from '@slipway/logging';
import { loadSettings, serviceSettings } from '@slipway/service-kit';
import request from 'supertest';
import { createApp } from '../app.ts';
import { createPeerClient } from '../clients/create-peer-client.ts';
import { dataApiSettings } from '../settings.ts';

/** One replica of data-api in this process, with a folder of its own. */
export interface Replica {
  server: Server;
  port: number;
  store: EntryStore;
  folder: string;
}

/** Options of `aReplica`. */
export interface ReplicaOptions {
  /** Ports of the others. Absent: it is alone. */
  peers?: number[];
  minReplicas?: number;
  timeoutMs?: number;
  /** Calls per minute, and at once. */
  rate?: number;
  stallTimeoutMs?: number;
  health?: Health;
}

let root: string | undefined;
const closers: (() => Promise<void> | void)[] = [];

/** Ends all that was begun; to be called after each test. */
export async function closeReplicas(): Promise<void> {
  for (const close of closers.splice(0)) await close();
  if (root !== undefined) rmSync(root, { recursive: true, force: true });
  root = undefined;
}

/** A server on a loopback port, for a replica or for what only looks like one. */
export async function listen(listener: RequestListener): Promise<{ server: Server; port: number }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

/** A replica that listens; two keys open it, `own` and `dev`. */
export async function aReplica(name: string, options: ReplicaOptions = {}): Promise<Replica> {
  const { health = createHealth(), rate, stallTimeoutMs = 30_000 } = options;
  root ??= mkdtempSync(join(tmpdir(), 'slipway-data-api-'));
  let handle: RequestListener = () => undefined;
  const { server, port } = await listen((req, res) => handle(req, res));
  const folder = join(root, name);
  const store = createEntryStore({ folder, host: name });
  await store.open();
  closers.push(() => store.close());
  const env = {
    LOGS_API_KEY: 'own',
    LOGS_API_KEY_DEVELOPMENT: 'dev',
    WORK_DELAY_MS: '0',
    LOGS_RATE_PER_MINUTE: String(rate ?? 600),
    LOGS_RATE_BURST: String(rate ?? 60),
    STALL_TIMEOUT_MS: String(stallTimeoutMs),
  };
  const { values } = loadSettings({ ...serviceSettings, ...dataApiSettings }, { env });
  const peers =
    options.peers &&
    createPeerClient({
      names: [...options.peers, port].map((each) => ({ host: '127.0.0.1', port: each })),
      instance: name,
      ownPort: port,
      minReplicas: options.minReplicas ?? 1,
      timeoutMs: options.timeoutMs ?? 2000,
    });
  if (peers) closers.push(() => peers.close());
  const logger = createLogger({ format: 'json', sink: { write: () => undefined, flush: () => undefined } });
  handle = createApp({ values, logger, health, store, instance: name, peers }).app;
  return { server, port, store, folder };
}

/** Asks for logs; the answer's body is its text. */
export function getLogs(server: Server, query = '', key = 'dev') {
  return request(server)
    .get(`/logs${query}`)
    .set('Authorization', `Bearer ${key}`)
    .buffer(true)
    .parse((res, done) => {
      let text = '';
      res.on('data', (chunk) => (text += chunk));
      res.on('end', () => done(null, text));
    });
}

/** The entries of an answer. */
export const toEntries = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { file: string; n: number });
