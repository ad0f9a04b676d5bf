import type { GoalRow, Side } from '../bench.ts';

/** A figure for people: three significant digits, no exponent. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US');
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

/** A value with its unit; the unit of ratios goes without saying. */
export function formatValue(value: number, unit: string): string {
  return unit === 'x' ? formatNumber(value) : `${formatNumber(value)} ${unit}`;
}

/** `<= 2.6` or `>= 5`. */
export function formatLimit(limit: number, { better, unit }: Pick<GoalRow, 'better' | 'unit'>): string {
  return `${better === 'lower' ? '<=' : '>='} ${formatValue(limit, unit)}`;
}

/** `service-kit 28.8 us (±3 %)`. */
export function formatSide({ name, median, unit, spread, rounds }: Side): string {
  const scatter = rounds > 1 ? ` (±${Math.round((100 * spread) / 2)} %)` : '';
  return `${name} ${formatNumber(median)} ${unit}${scatter}`;
}
