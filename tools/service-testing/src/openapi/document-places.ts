/** A value somewhere in a document, with the JSON pointer that leads to it. */
export interface Place {
  pointer: readonly string[];
  value: Record<string, unknown>;
  /** Whether a `$ref` led here. */
  isShared: boolean;
}

const MAX_REFERENCES = 16;

/**
 * The object at a JSON pointer of a document, references followed on the way. Undefined where there is none.
 * Throws on references to other documents and on circles.
 */
export function findPlace(document: object, pointer: readonly string[]): Place | undefined {
  let place: Place = { pointer: [], value: document as Record<string, unknown>, isShared: false };
  for (const key of pointer) {
    const child = findChild(document, place, key);
    if (child === undefined) return undefined;
    place = child;
  }
  return place;
}

/** The object under a key of a place, references followed. */
export function findChild(document: object, parent: Place, key: string): Place | undefined {
  let pointer = [...parent.pointer, key];
  let value = Object.hasOwn(parent.value, key) ? parent.value[key] : undefined;
  let isShared = false;
  for (let count = 0; isReference(value); count += 1) {
    if (count === MAX_REFERENCES) throw new Error(`read OpenAPI document: ${value.$ref} refers to itself.`);
    isShared = true;
    pointer = parsePointer(value.$ref);
    value = readAt(document, pointer);
    if (value === undefined) throw new Error(`read OpenAPI document: nothing is at #${toFragment(pointer)}.`);
  }
  if (typeof value !== 'object' || value === null) return undefined;
  return { pointer, value: value as Record<string, unknown>, isShared };
}

/** A pointer as it stands behind the `#` of a reference. */
export function toFragment(pointer: readonly string[]): string {
  return pointer.map((key) => `/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');
}

function parsePointer(reference: string): string[] {
  if (!reference.startsWith('#/')) throw new Error(`read OpenAPI document: ${reference} leads out of it.`);
  return reference
    .slice(2)
    .split('/')
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));
}

function readAt(document: object, pointer: readonly string[]): unknown {
  return pointer.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    document,
  );
}

function isReference(value: unknown): value is { $ref: string } {
  return typeof value === 'object' && value !== null && '$ref' in value && typeof value.$ref === 'string';
}
