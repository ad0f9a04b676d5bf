import type { LineSink, LogLevel, RootLogger } from '@slipway/logging';
import { createLogger } from '@slipway/logging';
import type { ServiceSettings } from '../settings/service-settings.ts';
import type { SettingTable } from '../settings/setting.ts';
import type { Settings } from '../settings/settings.ts';

/** The logger of a running service: level and form as set, and no value of a secret setting in any line. */
export function createServiceLogger(
  service: string,
  table: SettingTable,
  settings: Settings<ServiceSettings>,
  sink: LineSink,
): RootLogger {
  const { LOG_LEVEL: level, LOG_FORMAT: format } = settings.values;
  return createLogger({
    level: level as LogLevel,
    format: format as 'auto',
    fields: { service },
    sink,
    secrets: watchSecrets(table, settings),
  });
}

/**
 * Every value that a secret setting has had since the start: work that began before a key was rotated may
 * still speak of the former one.
 */
export function watchSecrets(
  table: SettingTable,
  settings: Pick<Settings<SettingTable>, 'values' | 'onChange'>,
): () => readonly string[] {
  const secrets: string[] = [];
  function take(name: string): void {
    const value: unknown = settings.values[name];
    if (table[name]?.isSecret === true && typeof value === 'string' && !secrets.includes(value)) secrets.push(value);
  }
  Object.keys(table).forEach(take);
  settings.onChange((name) => take(String(name)));
  return () => secrets;
}
