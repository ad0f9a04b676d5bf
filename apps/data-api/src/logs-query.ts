import { isEntryName } from '@slipway/entry-store';
import { ServiceError } from '@slipway/service-kit';

/** What a client asks of `GET /logs`. */
export interface LogsQuery {
  /** At most so many entries; undefined for all. */
  limit: number | undefined;
  /** Only entries after this name. */
  after: string | undefined;
}

const MAX_LIMIT = 1_000_000_000;

/** Reads the parameters. Throws 400 `InvalidLimit` and `InvalidCursor`. */
export function toLogsQuery(limits: readonly string[], afters: readonly string[]): LogsQuery {
  return { limit: toLimit(limits), after: toCursor(afters) };
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
  if (values.length > 1 || !isEntryName(value)) {
    throw new ServiceError('InvalidCursor', { detail: 'after must be the name of one entry, as in its field "file".' });
  }
  return value;
}
