import { isSameQuantity } from './quantity.ts';

/** One place where a live object is not as wanted. */
export interface FieldDifference {
  /** JSON pointer. */
  path: string;
  /** Live value; null when absent. */
  from: unknown;
  /** Wanted value; null when the live one is too much. */
  to: unknown;
  /** The live object has a list entry that nobody wanted; it may come from an admission webhook. */
  isExtra: boolean;
}

/** Keys by which lists of Kubernetes are maps; the first that all entries have, each its own, is taken. */
export const MERGE_KEYS = ['name', 'mountPath', 'containerPort', 'port', 'topologyKey', 'key', 'ip'];

/** Lists of a pod template that the API server never fills in: one that is there though nobody wanted it was added. */
const NEVER_DEFAULTED = ['env', 'volumeMounts', 'volumes', 'initContainers'];

/**
 * Where `live` lacks something of `wanted`. What the API server adds (defaults, more map keys) is no
 * difference; an entry more in a list is. An empty wanted value equals an absent one, because the API
 * server drops such fields. Pure.
 */
export function compareFields(wanted: unknown, live: unknown, path = ''): FieldDifference[] {
  if (Array.isArray(wanted)) return compareLists(wanted, live, path);
  if (isMap(wanted)) {
    if (!isMap(live)) return isEmpty(wanted) && isEmpty(live) ? [] : [difference(path, live, wanted)];
    const added = NEVER_DEFAULTED.filter((key) => !(key in wanted) && Array.isArray(live[key])).map((key) => [key, []] as const); // prettier-ignore
    return [...Object.entries(wanted), ...added].flatMap(([key, value]) =>
      compareFields(value, live[key], `${path}/${escapeSegment(key)}`),
    );
  }
  if (isEmpty(wanted) && isEmpty(live)) return [];
  if (wanted === null || wanted === live || String(wanted) === String(live)) return [];
  return isQuantityPath(path) && isSameQuantity(wanted, live) ? [] : [difference(path, live, wanted)];
}

function compareLists(wanted: unknown[], live: unknown, path: string): FieldDifference[] {
  if (!Array.isArray(live)) return wanted.length === 0 && isEmpty(live) ? [] : [difference(path, live, wanted)];
  const key = mergeKeyOf(wanted, live);
  if (!key) {
    const isSame = wanted.length === live.length;
    const nested = wanted.flatMap((entry, index) => compareFields(entry, live[index], `${path}/${index}`));
    return isSame ? nested : [difference(path, live, wanted)];
  }
  const keyOf = (entry: unknown) => String((entry as Record<string, unknown>)[key]);
  const byKey = new Map(live.map((entry) => [keyOf(entry), entry]));
  const wantedKeys = new Set(wanted.map(keyOf));
  return [
    ...wanted.flatMap((entry) =>
      compareFields(entry, byKey.get(keyOf(entry)), `${path}/${escapeSegment(keyOf(entry))}`),
    ),
    ...live
      .filter((entry) => !wantedKeys.has(keyOf(entry)))
      .map((entry) => ({ path: `${path}/${escapeSegment(keyOf(entry))}`, from: entry, to: null, isExtra: true })),
  ];
}

/** The key by which lists are the same map; undefined when they are plain lists. Pure. */
export function mergeKeyOf(...lists: readonly (readonly unknown[])[]): string | undefined {
  return MERGE_KEYS.find((name) => lists.every((list) => hasUnique(list, name)));
}

function difference(path: string, from: unknown, to: unknown): FieldDifference {
  return { path, from: from ?? null, to: to ?? null, isExtra: false };
}

function hasUnique(list: readonly unknown[], key: string): boolean {
  const values = list.map((entry) => (isMap(entry) ? entry[key] : undefined));
  return values.every((value) => value !== undefined) && new Set(values).size === values.length;
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isMap(value) && Object.values(value).every(isEmpty);
}

function isQuantityPath(path: string): boolean {
  return /\/(limits|requests|capacity|sizeLimit|divisor|hard)(\/|$)/.test(path);
}

/** A key as a segment of a JSON pointer. Pure. */
export function escapeSegment(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
