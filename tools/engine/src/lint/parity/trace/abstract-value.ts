/** What an expression may be, as far as it can be told without values. */
export type Alternative =
  | { kind: 'unknown' }
  /** A place in the values; `*` stands for any key or item. */
  | { kind: 'values'; path: readonly string[] }
  /** The name of a key of the map at `path`. */
  | { kind: 'key'; path: readonly string[] }
  | { kind: 'text'; text: string }
  | Dict
  | { kind: 'list'; items: Abstract[] };

/** A map made by a template. It is changed in place, as templates do. */
export interface Dict {
  kind: 'dict';
  entries: Map<string, Abstract>;
  /** Maps whose entries are in it too, below its own. */
  spreads: Alternative[];
  /** What may lie under a key that cannot be told. */
  any: Abstract;
}

/** Every alternative; none when nothing is there. */
export type Abstract = readonly Alternative[];

/** What cannot be told. */
export const UNKNOWN: Abstract = [{ kind: 'unknown' }];

/** One text. */
export const text = (value: string): Abstract => [{ kind: 'text', text: value }];
/** One place in the values. */
export const place = (path: readonly string[]): Abstract => [{ kind: 'values', path }];
/** A map with these entries and no others yet. */
export const dict = (entries: Iterable<[string, Abstract]> = []): Dict => ({
  kind: 'dict',
  entries: new Map(entries),
  spreads: [],
  any: [],
});

/** All alternatives of all, each once. */
export function union(...all: Abstract[]): Abstract {
  const found = new Map<unknown, Alternative>();
  for (const alternative of all.flat()) found.set(identity(alternative), alternative);
  return [...found.values()];
}

function identity(alternative: Alternative): unknown {
  if (alternative.kind === 'dict' || alternative.kind === 'list') return alternative;
  return JSON.stringify(alternative);
}

/** What lies under a key; a name with `*` in it stands for any. */
export function childOf(of: Abstract, key: string): Abstract {
  const name = key.includes('*') ? '*' : key;
  return union(...of.map((alternative) => childOfOne(alternative, name, new Set())));
}

function childOfOne(of: Alternative, key: string, seen: Set<Alternative>): Abstract {
  if (seen.has(of)) return [];
  seen.add(of);
  switch (of.kind) {
    case 'values':
      return place([...of.path, key]);
    case 'dict': {
      const inherited = of.spreads.map((spread) => childOfOne(spread, key, seen));
      if (key === '*') return union(...of.entries.values(), ...inherited, of.any);
      return of.entries.get(key) ?? union(...inherited, of.any);
    }
    case 'list':
      return union(...of.items);
    default:
      return UNKNOWN;
  }
}

/** Puts a value under a key of every map that it may be; `undefined` for a key that cannot be told. */
export function setIn(target: Abstract, keys: readonly string[] | undefined, value: Abstract): void {
  for (const alternative of target) {
    if (alternative.kind !== 'dict') continue;
    if (keys) {
      for (const key of keys) alternative.entries.set(key, union(alternative.entries.get(key) ?? [], value));
      continue;
    }
    for (const item of value) {
      // A copy of every entry of a map, one by one, is that map.
      if (item.kind === 'values' && item.path.at(-1) === '*') {
        addSpread(alternative, { kind: 'values', path: item.path.slice(0, -1) });
      } else if (item.kind !== 'dict' || item.entries.size + item.spreads.length > 0) {
        alternative.any = union(alternative.any, [item]);
      }
    }
  }
}

/** Adds all entries of a map to a map. */
export function addSpread(target: Dict, from: Alternative): void {
  if (from === target || (from.kind !== 'values' && from.kind !== 'dict' && from.kind !== 'unknown')) return;
  target.spreads = [...union(target.spreads, [from])];
}

/** The texts that it may be; undefined when it may be something else. */
export function textsOf(value: Abstract): string[] | undefined {
  const texts = value.flatMap((alternative) => (alternative.kind === 'text' ? [alternative.text] : []));
  return texts.length > 0 && texts.length === value.length ? texts : undefined;
}

/** A copy that can be changed without changing the original. */
export function copyOf(value: Abstract, copies = new Map<Alternative, Alternative>()): Abstract {
  return value.map((alternative) => {
    const known = copies.get(alternative);
    if (known) return known;
    if (alternative.kind === 'list') return { kind: 'list', items: alternative.items.map((it) => copyOf(it, copies)) };
    if (alternative.kind !== 'dict') return alternative;
    const copy = dict();
    copies.set(alternative, copy);
    for (const [key, entry] of alternative.entries) copy.entries.set(key, copyOf(entry, copies));
    copy.spreads = [...copyOf(alternative.spreads, copies)];
    copy.any = copyOf(alternative.any, copies);
    return copy;
  });
}

/** Gives the same number for values that cannot be told apart, as they are now. */
export function createNumbering(): (value: Abstract) => number {
  const numbers = new Map<string, number>();
  const numberOf = (text: string) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  return (value) => {
    const seen = new Map<Alternative, number>();
    const one = (alternative: Alternative): number => {
      const known = seen.get(alternative);
      if (known !== undefined) return known;
      if (alternative.kind === 'list') return numberOf(`[${alternative.items.map(many).join()}]`);
      if (alternative.kind !== 'dict') return numberOf(JSON.stringify(alternative));
      seen.set(alternative, -1); // A map within itself.
      const entries = [...alternative.entries].map(([key, entry]) => `${key}:${many(entry)}`).sort();
      const number = numberOf(`{${entries.join()};${many(alternative.spreads)};${many(alternative.any)}}`);
      seen.set(alternative, number);
      return number;
    };
    const many = (alternatives: Abstract): number => numberOf(`|${alternatives.map(one).sort().join('|')}`);
    return many(value);
  };
}
