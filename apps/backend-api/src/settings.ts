import type { SettingTable } from '@slipway/service-kit';
import { entrySettings, integer, milliseconds, secret, url } from '@slipway/service-kit';

/** Settings of backend-api beside those of every service. */
export const backendApiSettings = {
  ...entrySettings,
  EXTERNAL_LOGS_URL: url({
    defaultValue: 'http://data-api/logs',
    description: 'address of the external log provider, path included',
    isLive: true,
  }),
  EXTERNAL_INTEGRATION_KEY: secret({ description: "key of the deployment's own environment" }),
  EXTERNAL_INTEGRATION_KEY_DEVELOPMENT: secret({ description: 'key for env=development' }),
  EXTERNAL_INTEGRATION_KEY_STAGING: secret({ description: 'key for env=staging' }),
  EXTERNAL_INTEGRATION_KEY_PRODUCTION: secret({ description: 'key for env=production' }),
  EXTERNAL_LOGS_ATTEMPT_TIMEOUT_MS: milliseconds({
    defaultValue: 4000,
    min: 10,
    description: 'longest wait for the first bytes of one attempt',
  }),
  EXTERNAL_LOGS_DEADLINE_MS: milliseconds({
    defaultValue: 12_000,
    min: 10,
    description: 'longest wait for the first bytes, all attempts together',
  }),
  EXTERNAL_LOGS_ATTEMPTS: integer({ defaultValue: 3, min: 1, max: 10, description: 'attempts in all' }),
  EXTERNAL_LOGS_MAX_CONCURRENT: integer({
    defaultValue: 50,
    min: 1,
    max: 10_000,
    description: 'downloads at a time; as many again may wait, further ones are answered 503',
  }),
} satisfies SettingTable;

export type BackendApiSettings = typeof backendApiSettings;
