import type { Health } from '@slipway/health';
import type { Logger } from '@slipway/logging';
import type { Service, ServiceSettings, Settings } from '@slipway/service-kit';
import { createService } from '@slipway/service-kit';
import { toConfigSchemas } from './config/config-schema.ts';
import { toShownConfig } from './config/to-shown-config.ts';
import { createConnectionLimit } from './connection-limit.ts';
import { secretValues } from './environment/secret-values.ts';
import { toShownEnvironment } from './environment/to-shown-environment.ts';
import { getConfigPath, getConfigRoute } from './routes/get-config.ts';
import { environmentSchema, getEnvironmentPath, getEnvironmentRoute } from './routes/get-environment.ts';
import type { InternalServiceSettings } from './settings.ts';
import { allSettings } from './settings.ts';

/** What internal-service is built from. */
export interface AppDeps {
  settings: Pick<Settings<InternalServiceSettings & ServiceSettings>, 'values' | 'sources'>;
  /** The environment that `GET /` shows. */
  env: Readonly<NodeJS.ProcessEnv>;
  logger: Logger;
  health: Health;
  withProcessMetrics?: boolean;
}

/** Builds internal-service: shows how this deployment is configured, and no secret. */
export function createApp({ settings, env, ...deps }: AppDeps): Service {
  const { values } = settings;
  const limit = createConnectionLimit({ max: () => values.MAX_CONNECTIONS });
  // The environment may hold a copy of what a secret was at the start, also when it is another one by now.
  const atStart = { ...values };
  const environment = () => toShownEnvironment(env, secretValues(allSettings, atStart, values));
  return createService({
    name: 'internal-service',
    settings: values,
    ...deps,
    routes: {
      '/': { get: limit(getEnvironmentRoute({ environment, isProd: values.PROD === 'true' })) },
      '/config': { get: limit(getConfigRoute({ config: () => toShownConfig(allSettings, settings) })) },
    },
    openapi: {
      title: 'internal-service',
      description: 'Shows the environment and the settings of its deployment, and no secret.',
      paths: { '/': getEnvironmentPath, '/config': getConfigPath },
      schemas: { Environment: environmentSchema, ...toConfigSchemas(allSettings) },
    },
  });
}
