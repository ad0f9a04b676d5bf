import { escapeSegment, isMap, MERGE_KEYS, mergeKeyOf } from './compare-fields.ts';

/** Segments of a JSON pointer. Pure. */
export function toSegments(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What stands at one segment: a field of a map, an entry of a list by its merge key or else by its place. Pure. */
export function childAt(value: unknown, segment: string): unknown {
  if (Array.isArray(value)) return value.find((entry) => isEntryNamed(entry, segment)) ?? value[Number(segment)];
  return isMap(value) ? value[segment] : undefined;
}

/** Every value that holds no others, by JSON pointer; empty maps and lists are values. Pure. */
export function listLeaves(value: unknown, path = ''): [path: string, value: unknown][] {
  if (Array.isArray(value) && value.length > 0) {
    const key = mergeKeyOf(value);
    return value.flatMap((entry, index) =>
      listLeaves(entry, `${path}/${key === undefined ? index : escapeSegment(String((entry as Record<string, unknown>)[key]))}`),
    ); // prettier-ignore
  }
  if (isMap(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, entry]) => listLeaves(entry, `${path}/${escapeSegment(key)}`));
  }
  return [[path, value]];
}

function isEntryNamed(entry: unknown, name: string): boolean {
  return isMap(entry) && MERGE_KEYS.some((key) => key in entry && String(entry[key]) === name);
}
