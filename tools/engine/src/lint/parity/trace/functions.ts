import type { Abstract } from './abstract-value.ts';
import { addSpread, childOf, copyOf, dict, setIn, text, textsOf, union, UNKNOWN } from './abstract-value.ts';

/** What functions tell about their arguments. */
export interface Uses {
  /** The value and all that lies in it goes into the output, or decides about it. */
  whole(value: Abstract): void;
  /** Only whether something is there, or which entries there are. */
  touch(value: Abstract): void;
  /** Named keys of a map are read, if they are there where that is optional. Gives what lies there. */
  read(of: Abstract, keys: readonly string[] | undefined, options?: { isOptional: boolean }): Abstract;
}

type Semantics = (args: readonly Abstract[], uses: Uses) => Abstract;

const last = (args: readonly Abstract[]): Abstract => args.at(-1) ?? UNKNOWN;
const first = (args: readonly Abstract[]): Abstract => args[0] ?? UNKNOWN;

/** Gives its last (piped) argument on; the others go into the output. */
const pass: Semantics = (args, uses) => {
  args.slice(0, -1).forEach(uses.whole);
  return last(args);
};

/** One of its arguments, chosen by whether they are there. */
const oneOf: Semantics = (args, uses) => {
  args.forEach(uses.touch);
  return union(...args);
};

const merge: Semantics = (args) => {
  const target = first(args);
  const into = target.filter((alternative) => alternative.kind === 'dict');
  for (const source of args.slice(1).flat()) for (const map of into) addSpread(map, source);
  return into.length === target.length ? target : union(target, ...args.slice(1));
};

/** A value that is the name of an entry is used as such; the name of a value that is being copied is not. */
const useKey = (key: Abstract, uses: Uses) => uses.whole(key.filter(({ kind }) => kind === 'values'));

const OPTIONAL = { isOptional: true };

const none: Semantics = () => UNKNOWN;

/** Functions that do more than put their arguments into the output, by name. */
export const SEMANTICS: Record<string, Semantics> = {
  default: oneOf,
  coalesce: oneOf,
  and: oneOf,
  or: oneOf,
  not: (args, uses) => (args.forEach(uses.touch), UNKNOWN),
  empty: (args, uses) => (args.forEach(uses.touch), UNKNOWN),
  len: (args, uses) => (args.forEach(uses.touch), UNKNOWN),
  ternary: (args, uses) => (uses.touch(last(args)), union(...args.slice(0, 2))),
  required: pass,
  fromYaml: none,
  kindIs: none,
  kindOf: none,
  typeIs: none,
  typeOf: none,
  deepCopy: (args) => copyOf(last(args)),
  first: (args) => childOf(last(args), '*'),
  last: (args) => childOf(last(args), '*'),
  rest: last,
  initial: last,
  uniq: last,
  compact: last,
  reverse: last,
  sortAlpha: last,
  without: (args, uses) => (args.slice(1).forEach(uses.whole), first(args)),
  omit: first,
  unset: first,
  merge,
  mergeOverwrite: merge,
  dict: (args) => {
    const made = dict();
    for (let at = 0; at + 1 < args.length; at += 2) setIn([made], textsOf(args[at] ?? []), args[at + 1] ?? []);
    return [made];
  },
  set: (args, uses) => {
    useKey(args[1] ?? [], uses);
    setIn(first(args), textsOf(args[1] ?? []), args[2] ?? []);
    return first(args);
  },
  get: (args, uses) => {
    useKey(args[1] ?? [], uses);
    return uses.read(first(args), textsOf(args[1] ?? []));
  },
  hasKey: (args, uses) => (uses.touch(uses.read(first(args), textsOf(args[1] ?? []), OPTIONAL)), UNKNOWN),
  pluck: (args, uses) => [{ kind: 'list', items: args.slice(1).map((map) => uses.read(map, textsOf(first(args)))) }],
  pick: (args, uses) => {
    const keys = args.slice(1).flatMap((key) => textsOf(key) ?? ['*']);
    return [dict(keys.map((key) => [key, uses.read(first(args), [key], OPTIONAL)]))];
  },
  dig: (args, uses) => {
    const keys = args.slice(0, -2);
    const found = keys.reduce<Abstract>((of, key) => uses.read(of, textsOf(key), OPTIONAL), last(args));
    return union(found, args.at(-2) ?? []);
  },
  index: (args, uses) =>
    args.slice(1).reduce<Abstract>((of, key) => {
      const [number] = key.length === 1 && key[0]?.kind === 'text' ? [Number(key[0].text)] : [];
      const lists = of.filter((alternative) => alternative.kind === 'list');
      if (lists.length > 0 && lists.length === of.length && Number.isInteger(number)) {
        return union(...lists.map(({ items }) => items[number ?? 0] ?? []));
      }
      useKey(key, uses);
      return uses.read(of, Number.isInteger(number) ? undefined : textsOf(key));
    }, first(args)),
  keys: (args) => args.flatMap((map) => map.flatMap((it) => (it.kind === 'values' ? [{ kind: 'list' as const, items: [[{ kind: 'key' as const, path: it.path }]] }] : UNKNOWN))), // prettier-ignore
  values: (args) => [{ kind: 'list', items: args.map((map) => childOf(map, '*')) }],
  list: (args) => [{ kind: 'list', items: [...args] }],
  tuple: (args) => [{ kind: 'list', items: [...args] }],
  append: (args) => [{ kind: 'list', items: [childOf(first(args), '*'), last(args)] }],
  prepend: (args) => [{ kind: 'list', items: [last(args), childOf(first(args), '*')] }],
  concat: (args) => [{ kind: 'list', items: args.map((list) => childOf(list, '*')) }],
  print: (args, uses) => {
    const texts = args.map(textsOf);
    texts.forEach((it, index) => it ?? uses.whole(args[index] ?? []));
    return fillIn([[args.map(() => '%s').join('')], ...texts.map((it) => it ?? ['*'])]);
  },
  printf: (args, uses) => {
    const [format = [], ...rest] = args;
    const texts = [format, ...rest].map(textsOf);
    texts.forEach((it, index) => it ?? uses.whole(args[index] ?? []));
    return fillIn(texts.map((it) => it ?? ['*']));
  },
};

const MOST_TEXTS = 64;

/** Every text that a format of `%s` gives with these arguments; `*` stands for what cannot be told. */
function fillIn([formats = [], ...args]: string[][]): Abstract {
  let texts = formats;
  for (const arg of args) {
    texts = texts.flatMap((format) => arg.map((value) => format.replace(/%[sv]/, () => value)));
    if (texts.length > MOST_TEXTS) return UNKNOWN;
  }
  return union(...texts.map(text));
}
