import { randomBytes } from 'node:crypto';

const ENVIRONMENTS = ['', '_DEVELOPMENT', '_STAGING', '_PRODUCTION'];

/** Secrets made for one run: every one is new and looks like nothing else, so that it can be searched for. */
export interface Canaries {
  /** Values of all secret settings of all services, by the name of the setting. */
  env: Readonly<Record<string, string>>;
  /** The one that opens data-api. */
  key: string;
}

/** Makes a value for each secret setting. A key of backend-api and that of data-api's same environment are equal. */
export function createCanaries(): Canaries {
  const env: Record<string, string> = { SECRET_KEY: aCanary(), DB_PASSWORD: aCanary() };
  for (const environment of ENVIRONMENTS) {
    const key = aCanary();
    env[`EXTERNAL_INTEGRATION_KEY${environment}`] = key;
    env[`LOGS_API_KEY${environment}`] = key;
  }
  return { env, key: env['LOGS_API_KEY'] as string };
}

function aCanary(): string {
  return `canary-${randomBytes(18).toString('hex')}`;
}
