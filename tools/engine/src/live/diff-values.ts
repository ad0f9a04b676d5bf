import { stableJson } from '../render/sort-keys.ts';
import { escapeSegment, isMap, mergeKeyOf } from './compare-fields.ts';

/** One place where two values differ. */
export interface ValueDifference {
  /** JSON pointer; entries of lists by their merge key, where they have one. */
  path: string;
  /** Null when absent. */
  from: unknown;
  to: unknown;
}

/**
 * Where two values differ, in the order of their keys. Unlike `compareFields` neither side is taken for
 * incomplete: both come from the API server, with all its defaults. Pure.
 */
export function diffValues(from: unknown, to: unknown, path = ''): ValueDifference[] {
  if (stableJson(from ?? null) === stableJson(to ?? null)) return [];
  if (isMap(from) && isMap(to)) return diffMaps(from, to, path);
  if (Array.isArray(from) && Array.isArray(to)) {
    const key = mergeKeyOf(from, to);
    if (key !== undefined) return diffMaps(byKey(from, key), byKey(to, key), path);
    if (from.length === to.length) return from.flatMap((entry, index) => diffValues(entry, to[index], `${path}/${index}`)); // prettier-ignore
  }
  return [{ path, from: from ?? null, to: to ?? null }];
}

function diffMaps(from: Record<string, unknown>, to: Record<string, unknown>, path: string): ValueDifference[] {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
  return keys.flatMap((key) => diffValues(from[key], to[key], `${path}/${escapeSegment(key)}`));
}

function byKey(list: readonly unknown[], key: string): Record<string, unknown> {
  return Object.fromEntries(list.map((entry) => [String((entry as Record<string, unknown>)[key]), entry]));
}
