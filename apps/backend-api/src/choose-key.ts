import type { SettingValues } from '@slipway/service-kit';
import { ServiceError } from '@slipway/service-kit';
import type { BackendApiSettings } from './settings.ts';

/** Environments that a client may ask for by name. */
export const ENVIRONMENTS = ['development', 'staging', 'production'] as const;

export type EnvironmentName = (typeof ENVIRONMENTS)[number];

/** The key to use, and the environment that was named; undefined for the deployment's own. */
export interface ChosenKey {
  key: string;
  environment: EnvironmentName | undefined;
}

type Keys = Pick<
  SettingValues<BackendApiSettings>,
  `EXTERNAL_INTEGRATION_KEY${'' | '_DEVELOPMENT' | '_STAGING' | '_PRODUCTION'}`
>;

/**
 * Picks the integration key by the `env` parameters of a request. Throws 400 `InvalidEnvironment` for an
 * unknown, empty or repeated name and when neither a name nor an own key is there, 503
 * `IntegrationKeyMissing` when the named environment has no key here.
 */
export function chooseKey(envs: readonly string[], keys: Keys): ChosenKey {
  const [name] = envs;
  if (name === undefined) {
    if (keys.EXTERNAL_INTEGRATION_KEY === undefined) throw invalid('Name an environment');
    return { key: keys.EXTERNAL_INTEGRATION_KEY, environment: undefined };
  }
  if (envs.length > 1) throw invalid('Name one environment only');
  if (!isEnvironment(name)) throw invalid('The environment is not known');
  const key = keys[`EXTERNAL_INTEGRATION_KEY_${name.toUpperCase() as Uppercase<EnvironmentName>}`];
  if (key === undefined) {
    throw new ServiceError('IntegrationKeyMissing', { detail: `No integration key is set for ${name} here.` });
  }
  return { key, environment: name };
}

function isEnvironment(name: string): name is EnvironmentName {
  return (ENVIRONMENTS as readonly string[]).includes(name);
}

function invalid(what: string): ServiceError {
  return new ServiceError('InvalidEnvironment', { detail: `${what}: env must be one of ${ENVIRONMENTS.join(', ')}.` });
}
