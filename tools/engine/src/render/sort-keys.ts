/** A value with the keys of all its maps sorted, so that equal values have equal JSON. Pure. */
export function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([key, entry]) => [key, sortKeys(entry)]),
  );
}

/** JSON with sorted keys. Pure. */
export function stableJson(value: unknown): string {
  return JSON.stringify(sortKeys(value));
}
