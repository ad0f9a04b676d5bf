import { openEntryStore, runService } from '@slipway/service-kit';
import { createApp } from './app.ts';
import { createExternalLogsClient } from './clients/create-external-logs-client.ts';
import { createExternalLogsObserver } from './clients/external-logs-observer.ts';
import { backendApiSettings } from './settings.ts';

void runService({
  name: 'backend-api',
  settings: backendApiSettings,
  async create({ settings: { values }, logger, health }) {
    const store = await openEntryStore({
      folder: values.LOG_DIR,
      health,
      logger,
      retentionHours: values.LOG_RETENTION_HOURS,
      maxBytes: values.LOG_MAX_BYTES,
    });
    const observer = createExternalLogsObserver(logger);
    const client = createExternalLogsClient({
      url: () => values.EXTERNAL_LOGS_URL,
      attemptTimeoutMs: values.EXTERNAL_LOGS_ATTEMPT_TIMEOUT_MS,
      deadlineMs: values.EXTERNAL_LOGS_DEADLINE_MS,
      attempts: values.EXTERNAL_LOGS_ATTEMPTS,
      maxConcurrent: values.EXTERNAL_LOGS_MAX_CONCURRENT,
      observer,
    });
    const service = createApp({ values, logger, health, store, client, withProcessMetrics: true });
    observer.register(service.metrics.registry);
    return {
      service,
      async close() {
        await store.close();
        client.close();
      },
    };
  },
});
