import { types } from 'node:util';
import { REDACTED } from './redaction/redacted.ts';
import { isSecretKey } from './redaction/secret-key.ts';

const MAX_DEPTH = 8;
const MAX_CAUSES = 5;

/**
 * Any value as JSON text, never throwing: big integers become strings, errors their name, message,
 * stack and causes, cycles and depths over 8 a mark, secrets under a secret-looking key `[redacted]`.
 * Gives undefined for what JSON leaves out (functions, symbols, undefined).
 */
export function toJson(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : `"${value}"`;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      return `"${value}"`;
    case 'object':
      if (value === null) return 'null';
      try {
        return JSON.stringify(toPlain(value, []));
      } catch {
        return '"[unserializable]"';
      }
    default:
      return undefined;
  }
}

function toPlain(value: unknown, path: readonly object[]): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (path.includes(value)) return '[circular]';
  if (path.length >= MAX_DEPTH) return '[too deep]';
  const inner = [...path, value];
  if (isError(value)) return toPlainError(value, inner);
  if (Array.isArray(value)) return value.map((item) => toPlain(item, inner));
  if (value instanceof Map || value instanceof Set) return toPlain([...value], path);
  if (Buffer.isBuffer(value)) return `[${value.length} bytes]`;
  if ('toJSON' in value && typeof value.toJSON === 'function') return toPlain(value.toJSON(), inner);
  const plain: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    plain[key] = isSecretKey(key) ? REDACTED : toPlain((value as Record<string, unknown>)[key], inner);
  }
  return plain;
}

/** Also for errors that another context of this process made, as test runners have. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}

/** Only the fields that say what happened: errors of HTTP clients carry whole requests, keys included. */
function toPlainError(error: Error, path: readonly object[]): Record<string, unknown> {
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause !== undefined && path.length < MAX_CAUSES ? { cause: toPlain(error.cause, path) } : {};
  return { name: error.name, ...code, message: error.message, stack: error.stack, ...cause };
}
