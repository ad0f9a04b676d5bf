import { hostname } from 'node:os';
import type { EntryStore } from '@slipway/entry-store';
import { createEntryStore } from '@slipway/entry-store';
import type { Health } from '@slipway/health';
import type { Logger } from '@slipway/logging';

/** Options of `openEntryStore`. */
export interface OpenEntryStoreOptions {
  folder: string;
  health: Health;
  logger: Logger;
  /** Milliseconds between two tries while entries cannot be kept. Default 2000. */
  retryEveryMs?: number;
}

/** The readiness condition of the store. */
export const ENTRY_STORE_CONDITION = 'entry-store';

const DEFAULT_RETRY_EVERY_MS = 2000;

/**
 * The entry store of a service. While entries cannot be kept the service is not ready, and the folder
 * is tried again until they can: a service that gets no more requests would never find out by itself.
 */
export async function openEntryStore(options: OpenEntryStoreOptions): Promise<EntryStore & { close(): void }> {
  const { folder, health, logger, retryEveryMs = DEFAULT_RETRY_EVERY_MS } = options;
  let timer: NodeJS.Timeout | undefined;

  const store = createEntryStore({
    folder,
    host: hostname(),
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
  return { ...store, close: () => clearInterval(timer) };
}
