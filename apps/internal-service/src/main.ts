import { runService } from '@slipway/service-kit';
import { createApp } from './app.ts';
import { findFaults, internalServiceSettings } from './settings.ts';

void runService({
  name: 'internal-service',
  settings: internalServiceSettings,
  findFaults,
  create: async ({ settings, logger, health }) => ({
    service: createApp({ settings, env: process.env, logger, health, withProcessMetrics: true }),
  }),
});
