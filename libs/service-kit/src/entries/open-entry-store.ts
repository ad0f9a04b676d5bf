import { hostname } from 'node:os';
import type { EntryStore } from '@slipway/entry-store';
import { createEntryStore } from '@slipway/entry-store';
import type { Health } from '@slipway/health';
import type { Logger } from '@slipway/logging';
import { pruneRegularly } from './prune-regularly.ts';
import { toRetention } from './to-retention.ts';

/** Options of `openEntryStore`. */
export interface OpenEntryStoreOptions {
  folder: string;
  health: Health;
  logger: Logger;
  /** Milliseconds between two tries while entries cannot be kept. Default 2000. */
  retryEveryMs?: number;
  /** Hours for which entries are kept (`LOG_RETENTION_HOURS`); 0 keeps all. Default 168. */
  retentionHours?: number;
  /** Room for entries (`LOG_MAX_BYTES`), in whole blocks of the disk; 0 is no bound. Default 0. */
  maxBytes?: number;
  /** Milliseconds between two looks for entries to drop. Default 10 minutes. */
  pruneEveryMs?: number;
}

/** The readiness condition of the store. */
export const ENTRY_STORE_CONDITION = 'entry-store';

const DEFAULT_RETRY_EVERY_MS = 2000;
const DEFAULT_RETENTION_HOURS = 168;

/**
 * The entry store of a service. While entries cannot be kept the service is not ready, and the folder
 * is tried again until they can: a service that gets no more requests would never find out by itself.
 * Old entries are dropped at once and then regularly, and the log says what was dropped. `close()` is to be
 * awaited: until it is done, or for five seconds, other processes on the folder wait for this one.
 */
export async function openEntryStore(options: OpenEntryStoreOptions): Promise<EntryStore> {
  const { folder, health, logger, retryEveryMs = DEFAULT_RETRY_EVERY_MS } = options;
  const { retentionHours = DEFAULT_RETENTION_HOURS, maxBytes = 0, pruneEveryMs } = options;
  let timer: NodeJS.Timeout | undefined;

  const store = createEntryStore({
    folder,
    host: hostname(),
    retention: toRetention({ retentionHours, maxBytes }),
    onHealth(error) {
      if (error === undefined) {
        if (timer === undefined) return;
        clearInterval(timer);
        timer = undefined;
        health.setFault(ENTRY_STORE_CONDITION, undefined);
      } else if (timer === undefined) {
        logger.error('entries cannot be kept', { code: error.code, error });
        health.setFault(ENTRY_STORE_CONDITION, error.message);
        timer = setInterval(() => void store.check().catch(() => undefined), retryEveryMs).unref();
      }
    },
  });
  await store.open().catch(() => undefined); // Readiness and the log say so; the folder may come back.
  const stopPruning = pruneRegularly({
    store,
    logger,
    ...(pruneEveryMs === undefined ? {} : { everyMs: pruneEveryMs }),
  });
  return {
    ...store,
    async close() {
      stopPruning();
      await store.close();
      clearInterval(timer);
    },
  };
}
