import { Readable } from 'node:stream';
import type { EntryStore, StoredEntry } from '@slipway/entry-store';
import { EntryStoreError } from '@slipway/entry-store';
import type { OpenApiObject, RouteHandler, SettingValues } from '@slipway/service-kit';
import { outgoingHeaders, problemAnswers, queryValues, ServiceError, streamTo } from '@slipway/service-kit';
import { checkBearer } from '../bearer-keys.ts';
import type { PeerClient } from '../clients/peer-client.ts';
import { HORIZON_HEADER, INSTANCE_HEADER, OWN_SCOPE } from '../clients/peer-headers.ts';
import type { LogSource } from '../log-source.ts';
import { toLogsQuery } from '../logs-query.ts';
import { mergeEntries } from '../merge-entries.ts';
import type { DataApiSettings } from '../settings.ts';

/** Options of `getLogsRoute`. */
export interface GetLogsOptions {
  store: Pick<EntryStore, 'read' | 'horizon'>;
  /** This replica's name for itself. */
  instance: string;
  /** Absent where this is the only replica. */
  peers: PeerClient | undefined;
  /** The current keys. */
  keys: SettingValues<DataApiSettings>;
  /** Milliseconds after which an answer that its client does not take is cut. */
  stallTimeoutMs: number;
}

/** Lines that are sent together; one write per line would cost more than reading it. */
const LINES_PER_CHUNK = 64;

/** `GET /logs?limit=&after=`: the stored entries of all replicas, in order, one JSON object per line. */
export function getLogsRoute({ store, instance, peers, keys, stallTimeoutMs }: GetLogsOptions): RouteHandler {
  return async function getLogs(req, res) {
    const authorization = req.headers.authorization;
    checkBearer(authorization, [
      keys.LOGS_API_KEY,
      keys.LOGS_API_KEY_DEVELOPMENT,
      keys.LOGS_API_KEY_STAGING,
      keys.LOGS_API_KEY_PRODUCTION,
    ]);
    const { limit, after } = toLogsQuery(queryValues(req, 'limit'), queryValues(req, 'after'));
    const isForPeer = queryValues(req, 'scope').includes(OWN_SCOPE);
    const gone = new AbortController();
    res.once('close', () => gone.abort());

    const call = { after, limit, authorization: authorization ?? '', headers: outgoingHeaders(), signal: gone.signal };
    const others = peers === undefined || isForPeer ? [] : await peers.open(call);
    const own: LogSource = {
      instance,
      // Alone, nothing but an unfinished write of our own can still come before an entry that is there.
      horizon: peers === undefined && !isForPeer ? LAST : store.horizon(),
      entries: store.read({ ...(after === undefined ? {} : { after }), ...(limit === undefined ? {} : { limit }) }),
      cancel: () => undefined,
    };
    const sources = [own, ...others];
    const horizon = sources.reduce((lowest, source) => (source.horizon < lowest ? source.horizon : lowest), LAST);
    const lines = toLines(
      mergeEntries(
        sources.map(({ entries }) => entries),
        { horizon, limit },
      ),
    );

    try {
      const first = await lines.next();
      res.statusCode = 200;
      res.setHeader('Content-Type', 'application/x-ndjson');
      res.setHeader('Cache-Control', 'no-store');
      res.setHeader(INSTANCE_HEADER, instance);
      res.setHeader(HORIZON_HEADER, horizon);
      if (first.done || req.method === 'HEAD') return void res.end();
      await streamTo(res, Readable.from(startWith(first.value, lines), { objectMode: false }), { stallTimeoutMs });
    } catch (error) {
      if (!gone.signal.aborted || res.headersSent) throw toServiceError(error, others.length > 0);
    } finally {
      for (const source of sources) source.cancel();
    }
  };
}

/** Sorts after every entry's name. */
const LAST = '~';

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
    security: [{ key: [] }],
    parameters: [
      { name: 'limit', in: 'query', description: 'At most so many entries.', schema: { type: 'integer', minimum: 1 } },
      { name: 'after', in: 'query', description: 'Only entries after this file name.', schema: { type: 'string' } },
      {
        name: 'scope',
        in: 'query',
        description: 'own: this replica alone; replicas ask each other so.',
        schema: { enum: [OWN_SCOPE] },
      },
    ],
    responses: {
      '200': {
        description: 'Entries as stored, each with `file`, its name and cursor.',
        content: { 'application/x-ndjson': { schema: { type: 'string' } } },
      },
      ...problemAnswers(
        'InvalidLimit',
        'InvalidCursor',
        'Unauthorized',
        'Forbidden',
        'StorageUnwritable',
        'PeerUnreachable',
      ),
    },
  },
};
