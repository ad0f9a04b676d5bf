import { redactText } from '@slipway/logging';
import type { Settings, SettingTable } from '@slipway/service-kit';

/** A setting with its value, null when it is set nowhere and has no default. */
export interface ShownSetting {
  value: string | number | boolean | null;
  source: 'default' | 'env' | 'file';
}

/** A secret setting: whether it is set, and nothing else. */
export interface ShownSecret {
  set: boolean;
}

/** Settings as they may be shown. */
export type ShownConfig = Record<string, ShownSetting | ShownSecret>;

/** Every setting of a table with its current value, sorted by name. Pure. */
export function toShownConfig<S extends SettingTable>(
  table: S,
  { values, sources }: Pick<Settings<S>, 'values' | 'sources'>,
): ShownConfig {
  return Object.fromEntries(
    Object.keys(table)
      .sort()
      .map((name) => {
        const value: unknown = values[name];
        if (table[name]?.isSecret) return [name, { set: value !== undefined }];
        return [name, { value: toShownValue(value), source: sources[name as keyof S] }];
      }),
  );
}

function toShownValue(value: unknown): ShownSetting['value'] {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return value === undefined || value === null ? null : redactText(String(value));
}
