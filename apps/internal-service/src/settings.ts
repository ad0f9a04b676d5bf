import type { ServiceSettings, SettingTable, SettingValues } from '@slipway/service-kit';
import { integer, oneOf, password, serviceSettings, url } from '@slipway/service-kit';

/** Settings of internal-service beside those of every service. */
export const internalServiceSettings = {
  API_BASE_URL: url({
    defaultValue: 'http://backend-api',
    description: 'address below which the public API answers, without query and fragment',
    isLive: true,
  }),
  MAX_CONNECTIONS: integer({
    defaultValue: 1000,
    min: 1,
    max: 1_000_000,
    isLive: true,
    description:
      'connections that may use the inspection routes at a time; one more is answered 503. Probes are exempt',
  }),
  PROD: oneOf(['true', 'false'], {
    defaultValue: 'false',
    isEmptyWrong: true,
    description: 'whether this is production; only an explicit true is',
  }),
  SECRET_KEY: password({ description: 'key of this deployment; reported as set or not, never shown' }),
  DB_PASSWORD: password({ description: 'password of the database; reported as set or not, never shown' }),
} satisfies SettingTable;

export type InternalServiceSettings = typeof internalServiceSettings;

/** Every setting that the service reads, and so every one that `GET /config` shows. */
export const allSettings = { ...serviceSettings, ...internalServiceSettings } satisfies SettingTable;

/** Faults that the settings' kinds cannot see. Shows no value: a query may carry a key. */
export function findFaults({ API_BASE_URL }: SettingValues<InternalServiceSettings & ServiceSettings>): string[] {
  const { search, hash } = new URL(API_BASE_URL);
  return search || hash ? ['API_BASE_URL: must have neither query nor fragment.'] : [];
}
