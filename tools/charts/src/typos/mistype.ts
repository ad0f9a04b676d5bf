/** Values with one key mistyped. */
export interface Mistyped {
  /** Where the key stands that should be there; `*` stands for an item of a list. */
  path: readonly string[];
  values: unknown;
}

/** One copy of the values for each key at each level, that key mistyped. Pure. */
export function mistypeEach(values: unknown, path: readonly string[] = []): Mistyped[] {
  if (Array.isArray(values)) {
    return values.flatMap((item, index) =>
      mistypeEach(item, [...path, '*']).map((it) => ({ ...it, values: values.with(index, it.values) })),
    );
  }
  if (typeof values !== 'object' || values === null) return [];
  const entries = Object.entries(values);
  return entries.flatMap(([key, value]) => {
    const full = [...path, key];
    const renamed = entries.map(([name, it]) => [name === key ? `${name}x` : name, it]);
    const below = mistypeEach(value, full).map((it) => ({ ...it, values: { ...values, [key]: it.values } }));
    return [{ path: full, values: Object.fromEntries(renamed) as unknown }, ...below];
  });
}
