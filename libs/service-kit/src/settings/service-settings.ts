import type { SettingTable, SettingValues } from './setting.ts';
import { integer, milliseconds, oneOf, optionalText, port, text } from './setting.ts';

/** The settings that every service has. */
export const serviceSettings = {
  PORT: port({ defaultValue: 5000, description: 'port of the service' }),
  HOST: optionalText({ description: 'address to listen on; without it every address, IPv4 and IPv6' }),
  METRICS_PORT: port({ defaultValue: 9464, description: 'port of GET /metrics' }),
  LOG_LEVEL: oneOf(['error', 'warn', 'info', 'debug'], {
    defaultValue: 'info',
    isLive: true,
    isAnyCase: true,
    description: 'least urgent level that is logged: error, warn, info or debug, in any case',
  }),
  LOG_FORMAT: oneOf(['auto', 'json', 'pretty'], {
    defaultValue: 'auto',
    isAnyCase: true,
    description: 'json, or pretty for people; auto is pretty on a terminal and json elsewhere',
  }),
  LOG_BUFFER_BYTES: integer({
    defaultValue: 0,
    min: 0,
    max: 1_048_576,
    description: 'lines are written together at this size; 0 writes each at once. A hard crash loses what waits',
  }),
  SHUTDOWN_TIMEOUT_MS: milliseconds({
    defaultValue: 20_000,
    isLive: true,
    description: 'longest drain after SIGTERM; then what is still open is cut and the exit code is 1',
  }),
  KEEP_ALIVE_TIMEOUT_MS: milliseconds({
    defaultValue: 65_000,
    description: 'how long an idle connection is kept; longer than the 60 s after which proxies drop theirs',
  }),
  HEADERS_TIMEOUT_MS: milliseconds({
    defaultValue: 10_000,
    min: 1000,
    description: 'longest time a client may take to send the head of a request',
  }),
  REQUEST_TIMEOUT_MS: milliseconds({
    defaultValue: 30_000,
    min: 1000,
    description: 'longest time a client may take to send a whole request',
  }),
  STALL_TIMEOUT_MS: milliseconds({
    defaultValue: 30_000,
    min: 100,
    description: 'a streamed answer is cut when its client takes nothing for so long',
  }),
  MAX_HEADER_BYTES: integer({
    defaultValue: 16_384,
    min: 1024,
    max: 1_048_576,
    description: 'largest head of a request; more is answered 431',
  }),
  MAX_BODY_BYTES: integer({
    defaultValue: 65_536,
    min: 0,
    max: 104_857_600,
    description: 'largest body of a request; more is answered 413',
  }),
  MAX_CONCURRENT_REQUESTS: integer({
    defaultValue: 10_000,
    min: 1,
    max: 1_000_000,
    isLive: true,
    description: 'requests served at a time; more are answered 503 with Retry-After. Probes are always answered',
  }),
  LOOP_STALL_MS: milliseconds({
    defaultValue: 5000,
    min: 100,
    description: 'liveness is 503 while the timers of the event loop have had no turn for so long',
  }),
  SERVICE_VERSION: text({ defaultValue: '0.1.0', description: 'what GET /version says' }),
} satisfies SettingTable;

export type ServiceSettings = typeof serviceSettings;

/** Faults between the settings that every service has. */
export function findServiceFaults(values: SettingValues<ServiceSettings>): string[] {
  return values.PORT !== 0 && values.PORT === values.METRICS_PORT
    ? [`METRICS_PORT: must differ from PORT, but both are ${values.PORT}.`]
    : [];
}
