import type { TargetConfiguration } from '@nx/devkit';
import type { TargetContext } from './target-context.ts';

/** The environment that a target takes when none is named. */
export const DEFAULT_ENVIRONMENT = 'local';

/** One configuration for each environment folder; `local` by default where there is one. */
export function environmentConfigurations({
  catalog,
}: Pick<TargetContext, 'catalog'>): Pick<TargetConfiguration, 'configurations' | 'defaultConfiguration'> {
  const { environments } = catalog;
  if (environments.length === 0) return {};
  return {
    configurations: Object.fromEntries(environments.map((environment) => [environment, { environment }])),
    ...(environments.includes(DEFAULT_ENVIRONMENT) ? { defaultConfiguration: DEFAULT_ENVIRONMENT } : {}),
  };
}
