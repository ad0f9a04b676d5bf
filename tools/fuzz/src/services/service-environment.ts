import type { Canaries } from './canaries.ts';

/** What a service under fuzz is started with. */
export interface ServiceEnvironmentOptions {
  canaries: Canaries;
  /** Folder for the log entries of this service. */
  logDir: string;
  /** Address of a running data-api; undefined for data-api itself. */
  upstreamUrl: string | undefined;
}

/** Settings for every service alike: each reads its own and passes over the others. */
export function toServiceEnvironment({ canaries, logDir, upstreamUrl }: ServiceEnvironmentOptions) {
  return {
    ...canaries.env,
    // Whatever is logged at all shall be searched for secrets.
    LOG_LEVEL: 'debug',
    LOG_DIR: logDir,
    // The delay says nothing about the contract, and 3 s for every case would leave time for few of them.
    WORK_DELAY_MS: '2',
    API_BASE_URL: 'http://127.0.0.1:1',
    ...(upstreamUrl === undefined ? {} : { EXTERNAL_LOGS_URL: `${upstreamUrl}/logs` }),
  };
}
