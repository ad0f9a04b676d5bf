import type { SettingTable } from '@slipway/service-kit';

/** What a table's secret settings are, in any of the given states, longest first so that none hides in another. Pure. */
export function secretValues(table: SettingTable, ...states: readonly Readonly<Record<string, unknown>>[]): string[] {
  const names = Object.keys(table).filter((name) => table[name]?.isSecret);
  const values = states.flatMap((values) => names.map((name) => values[name]));
  const set = values.filter((value): value is string => typeof value === 'string' && value !== '');
  return [...new Set(set)].sort((a, b) => b.length - a.length);
}
