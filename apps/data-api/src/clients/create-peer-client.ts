import type { IncomingMessage } from 'node:http';
import { Agent, get } from 'node:http';
import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { ServiceError } from '@slipway/service-kit';
import type { LogSource } from '../log-source.ts';
import type { PeerCall, PeerClient } from './peer-client.ts';
import { HORIZON_HEADER, INSTANCE_HEADER, OWN_SCOPE } from './peer-headers.ts';
import type { PeerName } from './peer-names.ts';
import { readPeerEntries } from './read-peer-entries.ts';

/** Options of `createPeerClient`. */
export interface PeerClientOptions {
  names: readonly PeerName[];
  /** This replica's name for itself. */
  instance: string;
  /** The port on which this replica listens. */
  ownPort: number;
  /** Replicas that must be found, this one included. */
  minReplicas: number;
  /** Milliseconds a peer may take to begin its answer, or to go on with it. */
  timeoutMs: number;
  /** Addresses of a name. Default: the system's resolver. */
  resolve?: (host: string) => Promise<string[]>;
}

interface Address {
  host: string;
  port: number;
}

/** Peers over plain HTTP inside the cluster, found anew for each call. */
export function createPeerClient(options: PeerClientOptions): PeerClient & { close(): void } {
  const { names, instance, ownPort, minReplicas, timeoutMs, resolve = resolveHost } = options;
  const agent = new Agent({ keepAlive: true });

  async function findPeers(): Promise<Address[]> {
    const found = await Promise.all(
      names.map(async ({ host, port }) => {
        const hosts = await resolve(host).catch((cause: unknown) => {
          throw unreachable(`${host} does not resolve`, cause);
        });
        return hosts.map((address) => ({ host: address, port }));
      }),
    );
    const own = ownAddresses();
    return found.flat().filter(({ host, port }) => port !== ownPort || !own.has(host));
  }

  async function openPeer(address: Address, call: PeerCall): Promise<LogSource> {
    const response = await ask(address, call, { agent, timeoutMs });
    const peer = response.headers[INSTANCE_HEADER];
    const horizon = response.headers[HORIZON_HEADER];
    if (response.statusCode !== 200 || typeof peer !== 'string' || typeof horizon !== 'string') {
      response.destroy();
      throw unreachable(`${address.host} answered ${response.statusCode}`);
    }
    const entries = readPeerEntries(response, timeoutMs);
    return { instance: peer, horizon, entries, cancel: () => void response.destroy() };
  }

  return {
    async open(call) {
      const addresses = await findPeers();
      const outcomes = await Promise.allSettled(addresses.map((address) => openPeer(address, call)));
      const opened = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      const peers = keepOthers(opened, instance);
      const missing = minReplicas - 1 - peers.length;
      if (failed === undefined && missing <= 0) return peers;
      for (const peer of opened) peer.cancel();
      throw failed?.reason ?? unreachable(`${missing} of ${minReplicas} replicas are missing`);
    },
    close: () => agent.destroy(),
  };
}

/** One source per replica: this one may have been reached by its Service, others over two address families. */
function keepOthers(sources: readonly LogSource[], own: string): LogSource[] {
  const seen = new Set([own]);
  return sources.filter((source) => {
    if (!seen.has(source.instance)) return seen.add(source.instance);
    source.cancel();
    return false;
  });
}

function ask(
  { host, port }: Address,
  { after, limit, authorization, headers, signal }: PeerCall,
  { agent, timeoutMs }: { agent: Agent; timeoutMs: number },
): Promise<IncomingMessage> {
  const query = new URLSearchParams({ scope: OWN_SCOPE });
  if (after !== undefined) query.set('after', after);
  if (limit !== undefined) query.set('limit', String(limit));
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => reject(unreachable(`${host} did not answer`, cause));
    const request = get(
      { host, port, path: `/logs?${query}`, agent, signal, headers: { ...headers, Authorization: authorization } },
      (response) => {
        clearTimeout(timer);
        resolve(response);
      },
    );
    const timer = setTimeout(() => request.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    request.on('error', (error) => {
      clearTimeout(timer);
      fail(error);
    });
  });
}

async function resolveHost(host: string): Promise<string[]> {
  const addresses = await lookup(host, { all: true });
  return addresses.map(({ address }) => address);
}

function ownAddresses(): Set<string> {
  const interfaces = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return new Set(interfaces.map(({ address }) => address));
}

function unreachable(detail: string, cause?: unknown): ServiceError {
  return new ServiceError('PeerUnreachable', {
    detail: `Not every replica can be asked: ${detail}.`,
    headers: { 'Retry-After': '2' },
    cause,
  });
}
