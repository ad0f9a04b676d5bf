import type { EntryStore } from '@slipway/entry-store';
import type { Logger } from '@slipway/logging';

/** Options of `pruneRegularly`. */
export interface PruneRegularlyOptions {
  store: Pick<EntryStore, 'prune'>;
  logger: Pick<Logger, 'info' | 'warn'>;
  /** Milliseconds from the end of one look to the next. Default 10 minutes. */
  everyMs?: number;
}

const DEFAULT_EVERY_MS = 600_000;

/** Drops old entries now and then again and again, and logs each hour that went. Gives what ends it. */
export function pruneRegularly({ store, logger, everyMs = DEFAULT_EVERY_MS }: PruneRegularlyOptions): () => void {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    try {
      for (const { hour, entries } of await store.prune())
        logger.info('old entries dropped', { folder: hour, entries });
    } catch (error) {
      // Readiness speaks of writing alone; that nothing can be dropped will be seen again.
      if (!isStopped) logger.warn('old entries cannot be dropped', { error });
    }
    if (!isStopped) timer = setTimeout(() => void look(), everyMs).unref();
  }

  void look();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
