import type { EntryStore } from '@slipway/entry-store';
import { EntryStoreError } from '@slipway/entry-store';
import type { RequestHandler } from 'express';
import { ServiceError } from '../errors/service-error.ts';
import { sendJson } from '../routes/send-json.ts';
import type { OpenApiObject } from '../routes/openapi.ts';
import { jsonAnswer, problemAnswers } from '../routes/openapi.ts';
import { randomEntry } from './random-entry.ts';

/** Options of `writeEntryRoute`. */
export interface WriteEntryRouteOptions {
  store: Pick<EntryStore, 'write'>;
  /** Milliseconds of work before the entry is written; asked for each request. */
  delayMs: () => number;
}

/**
 * `GET /`: works for a while, writes one random log entry into a file of its own and answers with it and
 * the file's name. A client that leaves meanwhile leaves no entry behind.
 */
export function writeEntryRoute({ store, delayMs }: WriteEntryRouteOptions): RequestHandler {
  return function writeEntry(_req, res, next) {
    const timer = setTimeout(() => {
      const entry = randomEntry();
      store.write(entry).then(
        (file) => sendJson(res, 200, { ...entry, file }),
        (error: unknown) => next(toServiceError(error)),
      );
    }, delayMs());
    res.once('close', () => clearTimeout(timer));
  };
}

function toServiceError(error: unknown): unknown {
  if (!(error instanceof EntryStoreError)) return error;
  const detail = error.code === 'StorageFull' ? 'No room is left for the entry.' : 'The entry could not be kept.';
  return new ServiceError(error.code, { detail, cause: error });
}

/** OpenAPI path item of `GET /`. */
export const writeEntryPath: OpenApiObject = {
  get: {
    summary: 'Works for WORK_DELAY_MS, then keeps one random log entry in a file of its own',
    responses: {
      '200': jsonAnswer('The entry that was kept.', 'Entry'),
      ...problemAnswers('StorageUnwritable', 'InternalError', 'StorageFull'),
    },
  },
};

/** OpenAPI schema of an entry with its file. */
export const entrySchema: OpenApiObject = {
  type: 'object',
  required: ['message', 'level', 'timestamp', 'file'],
  properties: {
    message: { type: 'string' },
    level: { enum: ['debug', 'info', 'warn', 'error'] },
    timestamp: { type: 'string', format: 'date-time' },
    file: { type: 'string', description: 'Path of the file within LOG_DIR, a folder per hour; sorts by time.' },
  },
};
