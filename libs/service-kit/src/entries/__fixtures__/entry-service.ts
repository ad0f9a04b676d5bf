/** The program of the tests of this folder: `GET /` keeps an entry in `LOG_DIR`, and that is all. */
import { createService } from '../../create-service.ts';
import { runService } from '../../run/run-service.ts';
import { entrySettings } from '../entry-settings.ts';
import { openEntryStore } from '../open-entry-store.ts';
import { entrySchema, writeEntryPath, writeEntryRoute } from '../write-entry-route.ts';

void runService({
  name: 'entry-service',
  settings: entrySettings,
  async create({ settings: { values }, logger, health }) {
    const store = await openEntryStore({
      folder: values.LOG_DIR,
      health,
      logger,
      retryEveryMs: 50,
      retentionHours: values.LOG_RETENTION_HOURS,
      maxBytes: values.LOG_MAX_BYTES,
    });
    const service = createService({
      name: 'entry-service',
      logger,
      health,
      settings: values,
      routes: { '/': { get: writeEntryRoute({ store, delayMs: () => values.WORK_DELAY_MS }) } },
      openapi: {
        title: 'entry-service',
        description: 'Keeps entries.',
        paths: { '/': writeEntryPath },
        schemas: { Entry: entrySchema },
      },
    });
    return { service, close: () => store.close() };
  },
});
