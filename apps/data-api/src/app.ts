import type { EntryStore } from '@slipway/entry-store';
import type { Health } from '@slipway/health';
import type { Logger } from '@slipway/logging';
import type { Service, ServiceSettings, SettingValues } from '@slipway/service-kit';
import { createService, entrySchema, writeEntryPath, writeEntryRoute } from '@slipway/service-kit';
import type { PeerClient } from './clients/peer-client.ts';
import { getLogsPath, getLogsRoute } from './routes/get-logs.ts';
import type { DataApiSettings } from './settings.ts';

/** What data-api is built from. */
export interface AppDeps {
  values: SettingValues<DataApiSettings & ServiceSettings>;
  logger: Logger;
  health: Health;
  store: Pick<EntryStore, 'write' | 'read' | 'horizon'>;
  /** This replica's name for itself. */
  instance: string;
  /** Absent where this is the only replica. */
  peers: PeerClient | undefined;
  withProcessMetrics?: boolean;
}

/** Builds data-api: keeps log entries and provides them to whoever holds a key. */
export function createApp({ values, store, instance, peers, ...deps }: AppDeps): Service {
  return createService({
    name: 'data-api',
    settings: values,
    ...deps,
    routes: {
      '/': { get: writeEntryRoute({ store, delayMs: () => values.WORK_DELAY_MS }) },
      '/logs': { get: getLogsRoute({ store, instance, peers, values, stallTimeoutMs: values.STALL_TIMEOUT_MS }) },
    },
    openapi: {
      title: 'data-api',
      description: 'Keeps log entries and provides them, in order, to whoever holds a key.',
      paths: { '/': writeEntryPath, '/logs': getLogsPath },
      schemas: { Entry: entrySchema },
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
  });
}
