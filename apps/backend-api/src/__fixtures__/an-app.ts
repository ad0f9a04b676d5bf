import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Health } from '@slipway/health';
import { createHealth } from '@slipway/health';
import { createLogger } from '@slipway/logging';
import type { Service } from '@slipway/service-kit';
import { loadSettings, serviceSettings } from '@slipway/service-kit';
import { createApp } from '../app.ts';
import type { ExternalLogsClientOptions } from '../clients/create-external-logs-client.ts';
import { createExternalLogsClient } from '../clients/create-external-logs-client.ts';
import { createExternalLogsObserver } from '../clients/external-logs-observer.ts';
import { backendApiSettings } from '../settings.ts';

export const DEV_KEY = 'canary-development';
export const DOWNLOAD = '/download_external_logs?env=development';

/** backend-api in this process, with what it logged. */
export interface TestApp {
  app: Service['app'];
  /** Each line that was logged. */
  lines: string[];
  write: jest.Mock<Promise<string>, [object]>;
  /** Opens a port; closed with the app. */
  listen(): Promise<{ server: Server; url: string }>;
  metrics(): Promise<string>;
  close(): Promise<void>;
}

/** backend-api before an upstream. Time limits are short, pauses shorter. */
export function anApp(
  url: string | (() => string),
  { health = createHealth(), ...options }: Partial<ExternalLogsClientOptions> & { health?: Health } = {},
): TestApp {
  const lines: string[] = [];
  const logger = createLogger({
    level: 'debug',
    format: 'json',
    sink: { write: (line) => void lines.push(line), flush: () => undefined },
  });
  const env = {
    EXTERNAL_LOGS_URL: 'http://127.0.0.1/logs',
    EXTERNAL_INTEGRATION_KEY_DEVELOPMENT: DEV_KEY,
    WORK_DELAY_MS: '0',
    STALL_TIMEOUT_MS: '300',
  };
  const { values } = loadSettings({ ...serviceSettings, ...backendApiSettings }, { env });
  const observer = createExternalLogsObserver(logger);
  const client = createExternalLogsClient({
    url: typeof url === 'string' ? () => url : url,
    attemptTimeoutMs: 300,
    deadlineMs: 2000,
    attempts: 3,
    maxConcurrent: 5,
    backoffMs: { initial: 1, max: 5 },
    observer,
    ...options,
  });
  const write = jest.fn().mockResolvedValue('20261121T06/20261121T063004123Z-00000001-a-b.log');
  const { app, metrics } = createApp({ values, logger, health, store: { write }, client });
  observer.register(metrics.registry);
  const servers: Server[] = [];
  return {
    app,
    lines,
    write,
    async listen() {
      const server = app.listen(0, '127.0.0.1');
      servers.push(server);
      await once(server, 'listening');
      return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    },
    metrics: () => metrics.registry.metrics(),
    async close() {
      client.close();
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}
