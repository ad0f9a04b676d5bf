import type { Retention } from '@slipway/entry-store';

const HOUR_MS = 3_600_000;

/** What the settings `LOG_RETENTION_HOURS` and `LOG_MAX_BYTES` keep; 0 is no bound. */
export function toRetention({ retentionHours, maxBytes }: { retentionHours: number; maxBytes: number }): Retention {
  return {
    ...(retentionHours > 0 ? { maxAgeMs: retentionHours * HOUR_MS } : {}),
    ...(maxBytes > 0 ? { maxBytes } : {}),
  };
}
