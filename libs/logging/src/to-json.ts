import { types } from 'node:util';
import type { Hide } from './json-text.ts';
import { toJsonText } from './json-text.ts';
import { REDACTED } from './redaction/redacted.ts';
import { isSecretKey } from './redaction/secret-key.ts';

const MAX_DEPTH = 8;
const MAX_CAUSES = 5;

/** Bounds of one value, so that no object, however large, keeps the event loop. */
const MAX_VALUES = 1000;
const MAX_CHARACTERS = 32_768;

const REDACTED_JSON = `"${REDACTED}"`;
const CUT_JSON = '"[cut]"';

/** What is left for one value, and how its text is cleaned. */
interface Rest {
  values: number;
  characters: number;
  hide: Hide | undefined;
}

/**
 * Any value as JSON text, in one pass and never throwing: big integers become strings, maps objects,
 * sets arrays, binary data its size, errors their name, code, message, stack and causes and nothing else
 * (errors of HTTP clients carry whole requests, keys included). What is cyclic, deeper than 8, or over
 * 1000 values or 32 Ki characters becomes a mark. Values under a secret name are `[redacted]`, also in
 * pairs (`['authorization', 'x']`) and in rows (`{ name: 'DB_PASSWORD', value: 'x' }`). Gives undefined
 * for what JSON leaves out (functions, symbols, undefined).
 */
export function toJson(value: unknown, hide?: Hide): string | undefined {
  if (typeof value === 'string') return toJsonText(value, hide);
  if (typeof value === 'number') return Number.isFinite(value) ? `${value}` : `"${value}"`;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  try {
    return write(value, [], { values: MAX_VALUES, characters: MAX_CHARACTERS, hide });
  } catch {
    return '"[unserializable]"';
  }
}

function write(value: unknown, path: readonly object[], rest: Rest): string | undefined {
  switch (typeof value) {
    case 'string':
      return writeText(value, rest);
    case 'number':
      return Number.isFinite(value) ? String(value) : `"${value}"`;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      return writeText(String(value), rest);
    case 'object':
      return value === null ? 'null' : writeObject(value, path, rest);
    default:
      return undefined;
  }
}

function writeText(text: string, rest: Rest): string {
  if (rest.characters <= 0) return CUT_JSON;
  const json = toJsonText(text, rest.hide);
  rest.characters -= json.length;
  return json;
}

function writeObject(value: object, path: readonly object[], rest: Rest): string | undefined {
  if (path.includes(value)) return '"[circular]"';
  if (path.length >= MAX_DEPTH) return '"[too deep]"';
  const inner = [...path, value];
  if (isError(value)) return writeEntries(errorEntries(value, path.length), inner, rest);
  if (Array.isArray(value)) return writeArray(value, inner, rest);
  if (value instanceof Map) return writeEntries(mapEntries(value), inner, rest);
  if (value instanceof Set) return writeArray(value, inner, rest);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `"[${value.byteLength} bytes]"`;
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') return write(toJSON.call(value), inner, rest);
  return writeEntries(fieldEntries(value), inner, rest);
}

function writeArray(items: Iterable<unknown>, path: readonly object[], rest: Rest): string {
  const values = isPairOfSecret(items) ? [items[0], REDACTED] : items;
  let json = '';
  for (const item of values) {
    if (isUsedUp(rest)) {
      json += `${json && ','}${CUT_JSON}`;
      break;
    }
    json += `${json && ','}${write(item, path, rest) ?? 'null'}`;
  }
  return `[${json}]`;
}

/** Names and values in turn. A value is a function, so that one that throws costs its field alone. */
type Entries = Iterable<readonly [name: string, read: () => unknown]>;

function writeEntries(entries: Entries, path: readonly object[], rest: Rest): string {
  let json = '';
  for (const [name, read] of entries) {
    if (isUsedUp(rest)) {
      json += `${json && ','}"[cut]":true`;
      break;
    }
    const text = isSecretKey(name) ? REDACTED_JSON : writeField(read, path, rest);
    if (text !== undefined) json += `${json && ','}${writeText(name, rest)}:${text}`;
  }
  return `{${json}}`;
}

function writeField(read: () => unknown, path: readonly object[], rest: Rest): string | undefined {
  try {
    return write(read(), path, rest);
  } catch {
    return '"[unreadable]"';
  }
}

function isUsedUp(rest: Rest): boolean {
  rest.values -= 1;
  return rest.values < 0 || rest.characters <= 0;
}

function* fieldEntries(value: object): Entries & Generator<readonly [string, () => unknown]> {
  const fields = value as Record<string, unknown>;
  const named = isRowOfSecret(fields);
  for (const name of Object.keys(fields)) yield [name, () => (named && name === 'value' ? REDACTED : fields[name])];
}

function* mapEntries(map: ReadonlyMap<unknown, unknown>): Entries & Generator<readonly [string, () => unknown]> {
  for (const [key, value] of map) yield [String(key), () => value];
}

function* errorEntries(error: Error, depth: number): Entries & Generator<readonly [string, () => unknown]> {
  yield ['name', () => error.name];
  if ('code' in error && typeof error.code === 'string') yield ['code', () => error.code];
  yield ['message', () => error.message];
  yield ['stack', () => error.stack];
  if (depth >= MAX_CAUSES) return;
  if (error.cause !== undefined) yield ['cause', () => error.cause];
  if (error instanceof AggregateError) yield ['errors', () => error.errors];
}

/** `['authorization', 'x']`, as headers and fields come in lists. */
function isPairOfSecret(items: Iterable<unknown>): items is [string, unknown] {
  return Array.isArray(items) && items.length === 2 && typeof items[0] === 'string' && isSecretKey(items[0]);
}

/** `{ name: 'DB_PASSWORD', value: 'x' }`, as Kubernetes and forms write fields. */
function isRowOfSecret(fields: Record<string, unknown>): boolean {
  if (!Object.hasOwn(fields, 'value')) return false;
  return ['name', 'key', 'header'].some((label) => {
    const name = Object.hasOwn(fields, label) ? fields[label] : undefined;
    return typeof name === 'string' && isSecretKey(name);
  });
}

/** Also for errors that another context of this process made, as test runners have. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}
