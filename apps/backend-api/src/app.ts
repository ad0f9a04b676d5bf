import type { EntryStore } from '@slipway/entry-store';
import type { Health } from '@slipway/health';
import type { Logger } from '@slipway/logging';
import type { Service, ServiceSettings, SettingValues } from '@slipway/service-kit';
import { createService, entrySchema, writeEntryPath, writeEntryRoute } from '@slipway/service-kit';
import type { ExternalLogsClient } from './clients/external-logs-client.ts';
import { downloadLogsPath, downloadLogsRoute } from './routes/download-logs.ts';
import type { BackendApiSettings } from './settings.ts';

/** What backend-api is built from. */
export interface AppDeps {
  values: SettingValues<BackendApiSettings & ServiceSettings>;
  logger: Logger;
  health: Health;
  store: Pick<EntryStore, 'write'>;
  client: ExternalLogsClient;
  withProcessMetrics?: boolean;
}

/** Builds backend-api: keeps log entries of its own and hands on those of an external provider. */
export function createApp({ values, store, client, ...deps }: AppDeps): Service {
  return createService({
    name: 'backend-api',
    settings: values,
    ...deps,
    routes: {
      '/': { get: writeEntryRoute({ store, delayMs: () => values.WORK_DELAY_MS }) },
      '/download_external_logs': {
        get: downloadLogsRoute({ client, keys: values, stallTimeoutMs: values.STALL_TIMEOUT_MS }),
      },
    },
    openapi: {
      title: 'backend-api',
      description: 'Keeps log entries of its own and streams those of an external provider.',
      paths: { '/': writeEntryPath, '/download_external_logs': downloadLogsPath },
      schemas: { Entry: entrySchema },
    },
  });
}
