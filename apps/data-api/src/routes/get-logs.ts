import { Readable } from 'node:stream';
import type { EntryStore, StoredEntry } from '@slipway/entry-store';
import { EntryStoreError } from '@slipway/entry-store';
import type { OpenApiObject, RouteHandler, SettingValues } from '@slipway/service-kit';
import { outgoingHeaders, problemAnswers, requireHttp11, ServiceError, streamTo } from '@slipway/service-kit';
import { admitCaller } from '../admit-caller.ts';
import type { PeerClient } from '../clients/peer-client.ts';
import { HORIZON_HEADER, INSTANCE_HEADER } from '../clients/peer-headers.ts';
import type { LogSource, ReadRange } from '../log-source.ts';
import { isAskedByPeer, logsParameters, toLogsQuery } from '../logs-query.ts';
import { mergeEntries } from '../merge-entries.ts';
import type { RateLimit } from '../rate-limit.ts';
import { createRateLimit } from '../rate-limit.ts';
import type { DataApiSettings } from '../settings.ts';

/** Options of `getLogsRoute`. */
export interface GetLogsOptions {
  store: Pick<EntryStore, 'read' | 'horizon'>;
  /** This replica's name for itself. */
  instance: string;
  /** Absent where this is the only replica. */
  peers: PeerClient | undefined;
  /** The current keys and rates. */
  values: SettingValues<DataApiSettings>;
  /** Milliseconds after which an answer that its client does not take is cut. */
  stallTimeoutMs: number;
  /** Default: a new one. */
  limit?: RateLimit;
}

/** Lines that are sent together; one write per line would cost more than reading it. */
const LINES_PER_CHUNK = 64;

/**
 * A replica takes its peers' entries in their turn, and may leave one alone for as long as others have earlier
 * ones. Its own client is watched there, and an answer that is not wanted any more ends with its connection.
 */
const PEER_STALL_TIMEOUT_MS = 3_600_000;

/** `GET /logs?limit=&after=`: the stored entries of all replicas, in order, one JSON object per line. */
export function getLogsRoute(options: GetLogsOptions): RouteHandler {
  const { store, instance, peers, values, stallTimeoutMs, limit: rates = createRateLimit() } = options;

  /** This replica's entries, up to the point before which it can add nothing any more. */
  async function openOwn({ after, limit }: ReadRange): Promise<LogSource> {
    const before = await store.horizon();
    const range = { before, ...(after === undefined ? {} : { after }), ...(limit === undefined ? {} : { limit }) };
    return { instance, horizon: before, entries: store.read(range), cancel: () => undefined };
  }

  return async function getLogs(req, res) {
    const authorization = req.headers.authorization ?? '';
    admitCaller({ authorization, isForPeer: isAskedByPeer(req), values, limit: rates });
    const { limit, after, isForPeer } = toLogsQuery(req);
    requireHttp11(req);
    const gone = new AbortController();
    res.once('close', () => gone.abort());

    const sources: LogSource[] = [];
    try {
      const call = { after, limit, authorization, headers: outgoingHeaders(), signal: gone.signal };
      if (peers !== undefined && !isForPeer) sources.push(...(await peers.open(call)));
      sources.push(await openOwn(call));
      const horizon = sources.map((source) => source.horizon).reduce((low, each) => (each < low ? each : low));
      const entries = sources.map((source) => source.entries);
      const lines = toLines(mergeEntries(entries, { horizon, limit }));
      const first = await lines.next();
      res.statusCode = 200;
      res.setHeader('Content-Type', 'application/x-ndjson');
      res.setHeader('Cache-Control', 'no-store');
      res.setHeader(INSTANCE_HEADER, instance);
      res.setHeader(HORIZON_HEADER, horizon);
      if (first.done || req.method === 'HEAD') return void res.end();
      const body = Readable.from(startWith(first.value, lines), { objectMode: false });
      await streamTo(res, body, { stallTimeoutMs: isForPeer ? PEER_STALL_TIMEOUT_MS : stallTimeoutMs });
    } catch (error) {
      if (!gone.signal.aborted || res.headersSent) throw toServiceError(error, sources.length > 1);
    } finally {
      for (const source of sources) source.cancel();
    }
  };
}

async function* toLines(entries: AsyncIterable<StoredEntry>): AsyncGenerator<string> {
  let lines: string[] = [];
  for await (const { json } of entries) {
    lines.push(json);
    if (lines.length < LINES_PER_CHUNK) continue;
    yield `${lines.join('\n')}\n`;
    lines = [];
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}

async function* startWith(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

function toServiceError(error: unknown, hasPeers: boolean): unknown {
  if (error instanceof ServiceError) return error;
  if (error instanceof EntryStoreError) {
    return new ServiceError('StorageUnwritable', { detail: 'The entries cannot be read.', cause: error });
  }
  if (!hasPeers) return error;
  const detail = 'Not every replica can be asked: one broke off.';
  return new ServiceError('PeerUnreachable', { detail, headers: { 'Retry-After': '2' }, cause: error });
}

/** OpenAPI path item of the route. */
export const getLogsPath: OpenApiObject = {
  get: {
    summary: 'Stored entries of all replicas in order, one JSON object per line',
    description: 'Entries of the last seconds are held back until no replica can put one before them any more.',
    security: [{ key: [] }],
    parameters: logsParameters,
    responses: {
      '200': {
        description: 'Entries as stored, each with `file`, its name and cursor.',
        headers: {
          [INSTANCE_HEADER]: { description: 'The replica that answers.', required: true, schema: { type: 'string' } },
          [HORIZON_HEADER]: {
            description: 'Nothing will ever be added before this text.',
            required: true,
            schema: { type: 'string' },
          },
        },
        content: { 'application/x-ndjson': { schema: { type: 'string' } } },
      },
      ...problemAnswers(
        'InvalidRequest',
        'InvalidLimit',
        'InvalidCursor',
        'Unauthorized',
        'Forbidden',
        'UpgradeRequired',
        'TooManyRequests',
        'StorageUnwritable',
        'PeerUnreachable',
      ),
    },
  },
};
