import { randomUUID } from 'node:crypto';
import { openEntryStore, runService } from '@slipway/service-kit';
import { createApp } from './app.ts';
import { createPeerClient } from './clients/create-peer-client.ts';
import { toPeerNames } from './clients/peer-names.ts';
import { dataApiSettings } from './settings.ts';

void runService({
  name: 'data-api',
  settings: dataApiSettings,
  findFaults({ LOGS_PEERS, PORT }) {
    const names = LOGS_PEERS === undefined ? [] : toPeerNames(LOGS_PEERS, PORT);
    return typeof names === 'string' ? [`LOGS_PEERS: ${names}.`] : [];
  },
  async create({ settings: { values }, logger, health }) {
    const store = await openEntryStore({
      folder: values.LOG_DIR,
      health,
      logger,
      retentionHours: values.LOG_RETENTION_HOURS,
      maxBytes: values.LOG_MAX_BYTES,
    });
    const instance = randomUUID();
    const names = values.LOGS_PEERS === undefined ? undefined : toPeerNames(values.LOGS_PEERS, values.PORT);
    const peers = Array.isArray(names)
      ? createPeerClient({
          names,
          instance,
          ownPort: values.PORT,
          minReplicas: values.LOGS_PEERS_MIN,
          timeoutMs: values.LOGS_PEER_TIMEOUT_MS,
        })
      : undefined;
    return {
      service: createApp({ values, logger, health, store, instance, peers, withProcessMetrics: true }),
      async close() {
        await store.close();
        peers?.close();
      },
    };
  },
});
