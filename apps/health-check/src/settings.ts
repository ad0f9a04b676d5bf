import type { SettingTable, SettingValues } from '@slipway/service-kit/src/settings/setting.ts';
import { integer, milliseconds, oneOf, optionalText, text } from '@slipway/service-kit/src/settings/setting.ts';

/** Settings of health-check. */
export const healthCheckSettings = {
  SERVICE_URL: text({ defaultValue: 'http://backend-api', description: 'address of backend-api' }),
  DATA_SERVICE_URL: text({ defaultValue: 'http://data-api', description: 'address of data-api' }),
  DOWNLOAD_ENVIRONMENT: oneOf(['development', 'staging', 'production'], {
    defaultValue: 'development',
    description: "the environment's own name, for backend-api's download",
  }),
  TARGETS: optionalText({ isLive: true, description: 'targets as JSON instead of the three default ones' }),
  TIMEOUT_MS: milliseconds({
    defaultValue: 10_000,
    min: 1,
    max: 3_600_000,
    description: 'time limit of one attempt, from connecting to the end of the body',
  }),
  RETRIES: integer({ defaultValue: 0, min: 0, max: 10, description: 'further attempts after a failed one' }),
  CONCURRENCY: integer({ defaultValue: 8, min: 1, max: 256, description: 'targets that are asked at a time' }),
  MAX_BODY_BYTES: integer({
    defaultValue: 1_048_576,
    min: 1,
    max: 104_857_600,
    description: 'no more of a body is read',
  }),
  INTERVAL_MS: milliseconds({ defaultValue: 60_000, min: 100, description: 'time from run to run of --watch' }),
  LOG_FILE: text({ defaultValue: '/var/log/health_check.log', description: 'log with one line per target and run' }),
  LOG_MAX_BYTES: integer({
    defaultValue: 1_048_576,
    min: 1024,
    max: 1_073_741_824,
    description: 'a new log is begun before it would be larger',
  }),
  LOG_MAX_AGE_HOURS: integer({
    defaultValue: 24,
    min: 1,
    max: 8784,
    description: 'a new log is begun when the first line is older',
  }),
  LOG_KEEP: integer({ defaultValue: 7, min: 0, max: 1000, description: 'former logs that are kept' }),
  RESULTS_DIR: text({
    defaultValue: '/var/log/health_check_results',
    description: 'folder of the results, one file per run; made if absent',
  }),
  RESULTS_MAX_COUNT: integer({ defaultValue: 500, min: 1, max: 100_000, description: 'results that are kept' }),
  RESULTS_MAX_AGE_HOURS: integer({ defaultValue: 168, min: 1, max: 8784, description: 'older results are removed' }),
  RESULTS_MAX_BYTES: integer({
    defaultValue: 16_777_216,
    min: 1024,
    max: 10_737_418_240,
    description: 'the oldest results beyond so many bytes in all are removed',
  }),
  STALE_AFTER_MS: milliseconds({
    defaultValue: 900_000,
    min: 1,
    description: '--print says of an older result that it is stale',
  }),
} satisfies SettingTable;

export type HealthCheckSettings = typeof healthCheckSettings;
export type HealthCheckValues = SettingValues<HealthCheckSettings>;
