import type { SettingTable } from '@slipway/service-kit';
import { entrySettings, integer, milliseconds, optionalText, secret } from '@slipway/service-kit';

/** Settings of data-api beside those of every service. */
export const dataApiSettings = {
  ...entrySettings,
  LOGS_API_KEY: secret({ description: "key of the deployment's own environment that opens GET /logs" }),
  LOGS_API_KEY_DEVELOPMENT: secret({ description: 'another key that opens GET /logs' }),
  LOGS_API_KEY_STAGING: secret({ description: 'another key that opens GET /logs' }),
  LOGS_API_KEY_PRODUCTION: secret({ description: 'another key that opens GET /logs' }),
  LOGS_PEERS: optionalText({
    description:
      'names whose addresses are the replicas of this service, comma-separated, each with an optional port; ' +
      'GET /logs then merges all replicas. Every name must resolve',
  }),
  LOGS_PEERS_MIN: integer({
    defaultValue: 1,
    min: 1,
    max: 1000,
    description: 'replicas that must be found, this one included; fewer are an unreachable peer',
  }),
  LOGS_PEER_TIMEOUT_MS: milliseconds({
    defaultValue: 3000,
    min: 10,
    description: 'longest wait for a peer to begin its answer, or to go on with it',
  }),
  LOGS_RATE_PER_MINUTE: integer({
    defaultValue: 600,
    min: 1,
    max: 1_000_000,
    isLive: true,
    description:
      'requests of GET /logs per minute and key; more are answered 429. Replicas among themselves: ten times',
  }),
  LOGS_RATE_BURST: integer({
    defaultValue: 60,
    min: 1,
    max: 1_000_000,
    isLive: true,
    description: 'requests of GET /logs at once after a pause, by key',
  }),
} satisfies SettingTable;

export type DataApiSettings = typeof dataApiSettings;
