import { MERGE_KEYS } from './compare-fields.ts';

/**
 * Removes the list entry at a path as `compareFields` writes it (entries by their merge key) from a value,
 * in place. False when it is not there.
 */
export function removeEntry(value: unknown, path: string): boolean {
  const segments = path
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = segments.pop();
  const holder = segments.reduce<unknown>(step, value);
  if (!Array.isArray(holder) || last === undefined) return false;
  const index = holder.findIndex((entry) => isNamed(entry, last));
  if (index >= 0) holder.splice(index, 1);
  return index >= 0;
}

function step(value: unknown, segment: string): unknown {
  if (Array.isArray(value))
    return value.find((entry) => isNamed(entry, segment)) ?? (value as unknown[])[Number(segment)];
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[segment] : undefined;
}

function isNamed(entry: unknown, name: string): boolean {
  if (typeof entry !== 'object' || entry === null) return false;
  return MERGE_KEYS.some((key) => key in entry && String((entry as Record<string, unknown>)[key]) === name);
}
