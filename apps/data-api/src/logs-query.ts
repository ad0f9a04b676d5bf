import { toEntryName } from '@slipway/entry-store';
import type { OpenApiObject } from '@slipway/service-kit';
import { queryValues, ServiceError } from '@slipway/service-kit';
import type { IncomingMessage } from 'node:http';
import { OWN_SCOPE } from './clients/peer-headers.ts';

/** What a client asks of `GET /logs`. */
export interface LogsQuery {
  /** At most so many entries; undefined for all. */
  limit: number | undefined;
  /** Only entries after this name. */
  after: string | undefined;
  /** Whether this replica's own entries alone are wanted. */
  isForPeer: boolean;
}

const MAX_LIMIT = 1_000_000_000;

/** Reads the parameters. Throws 400 `InvalidLimit`, `InvalidCursor` and, for the scope, `InvalidRequest`. */
export function toLogsQuery(req: IncomingMessage): LogsQuery {
  return {
    limit: toLimit(queryValues(req, 'limit')),
    after: toCursor(queryValues(req, 'after')),
    isForPeer: toScope(queryValues(req, 'scope')),
  };
}

/** Whether another replica asks, as far as can be told before anything is checked. */
export function isAskedByPeer(req: IncomingMessage): boolean {
  return queryValues(req, 'scope').includes(OWN_SCOPE);
}

function toLimit(values: readonly string[]): number | undefined {
  const [value] = values;
  if (value === undefined) return undefined;
  const number = values.length === 1 && /^\d{1,10}$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > MAX_LIMIT) {
    throw new ServiceError('InvalidLimit', { detail: `limit must be one whole number from 1 to ${MAX_LIMIT}.` });
  }
  return number;
}

function toCursor(values: readonly string[]): string | undefined {
  const [value] = values;
  if (value === undefined) return undefined;
  const name = values.length === 1 ? toEntryName(value) : undefined;
  if (name === undefined) {
    throw new ServiceError('InvalidCursor', { detail: 'after must be the name of one entry, as in its field "file".' });
  }
  return name;
}

function toScope(values: readonly string[]): boolean {
  if (values.length === 0) return false;
  if (values.length > 1 || values[0] !== OWN_SCOPE) {
    throw new ServiceError('InvalidRequest', { detail: `scope can only be ${OWN_SCOPE}.` });
  }
  return true;
}

/** Days that there are; 29 February in leap years alone. */
const DAY = [
  String.raw`\d{4}(?:(?:0[13578]|1[02])(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)(?:0[1-9]|[12]\d|30)|02(?:0[1-9]|1\d|2[0-8]))`,
  String.raw`(?:\d{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)0229`,
].join('|');
const HOST = String.raw`(?:[a-z0-9-]{1,63}|[a-z0-9-]{1,15}(?:\.[a-z0-9-]{1,15}){1,3})`;

const HOUR = String.raw`(?:${DAY})T(?:[01]\d|2[0-3])`;
const REST = String.raw`[0-5]\d[0-5]\d\d{3}Z-\d{8}-${HOST}-[a-z0-9]{1,16}\.log$`;

/** The file's name of an entry, without its hour folder. */
export const CURSOR_PATTERN = `^${HOUR}${REST}`;

/** The same in its hour folder, which the name begins with. */
const PATH_PATTERN = String.raw`^(${HOUR})/\1${REST}`;

/** OpenAPI parameters of `GET /logs`. */
export const logsParameters: readonly OpenApiObject[] = [
  {
    name: 'limit',
    in: 'query',
    description: 'At most so many entries; all without it.',
    schema: { type: 'integer', minimum: 1, maximum: MAX_LIMIT },
  },
  {
    name: 'after',
    in: 'query',
    description: 'Only entries after this one: its field `file`, with or without the folder in front.',
    schema: { type: 'string', anyOf: [{ pattern: CURSOR_PATTERN }, { pattern: PATH_PATTERN }] },
  },
  {
    name: 'scope',
    in: 'query',
    description: 'own: this replica alone; replicas ask each other so.',
    schema: { enum: [OWN_SCOPE] },
  },
];
