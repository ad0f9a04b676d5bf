import type { Server } from 'node:http';
import type { DrainResult } from '@slipway/health';
import { drain, watchConnections } from '@slipway/health';
import type { Service } from '../create-service.ts';
import type { ServiceSettings } from '../settings/service-settings.ts';
import type { SettingValues } from '../settings/setting.ts';
import { createHttpServer } from '../server/create-http-server.ts';
import { listen } from '../server/listen.ts';
import { createMetricsServer } from '../server/metrics-server.ts';

/** A service that listens. */
export interface RunningService {
  port: number;
  metricsPort: number;
  /** Takes the service out: readiness 503, requests in flight finish, ports are freed. */
  stop(signal?: AbortSignal): Promise<DrainResult>;
}

/** Opens both ports of a service. Rejects, with nothing left open, when one cannot be had. */
export async function startService(service: Service, values: SettingValues<ServiceSettings>): Promise<RunningService> {
  const server = createHttpServer(service.app, {
    keepAliveTimeoutMs: values.KEEP_ALIVE_TIMEOUT_MS,
    headersTimeoutMs: values.HEADERS_TIMEOUT_MS,
    requestTimeoutMs: values.REQUEST_TIMEOUT_MS,
    maxHeaderBytes: values.MAX_HEADER_BYTES,
    maxBodyBytes: values.MAX_BODY_BYTES,
    stallTimeoutMs: values.STALL_TIMEOUT_MS,
    onRefused: service.metrics.refuse,
  });
  const connections = watchConnections(server);
  const metricsServer = createMetricsServer(service.metrics.registry);
  const metricsPort = await listen(metricsServer, { port: values.METRICS_PORT, host: values.HOST });
  const port = await listen(server, { port: values.PORT, host: values.HOST }).catch((error: unknown) => {
    closeNow(metricsServer);
    throw error;
  });

  return {
    port,
    metricsPort,
    async stop(signal) {
      service.health.moveTo('draining');
      const timeoutMs = values.SHUTDOWN_TIMEOUT_MS;
      const result = await drain({ server, connections, timeoutMs, ...(signal ? { signal } : {}) });
      closeNow(metricsServer);
      return result;
    },
  };
}

function closeNow(server: Server): void {
  server.close();
  server.closeAllConnections();
}
