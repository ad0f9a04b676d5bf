import type { ExactSecrets } from './exact-secrets.ts';
import { escapeUnsafe } from './json-escape.ts';
import { REDACTED } from './redacted.ts';

/**
 * A finished JSON line without the known secrets that it holds, still a JSON line: in values, in names
 * and in numbers. Where a secret lies across the line's own signs, nothing but time and level is left.
 */
export function cleanJsonLine(line: string, secrets: ExactSecrets): string {
  if (!secrets.isIn(line)) return line;
  const parsed = JSON.parse(line) as Record<string, unknown>;
  const cleaned = escapeUnsafe(JSON.stringify(clean(parsed, secrets)));
  if (!secrets.isIn(cleaned)) return cleaned;
  return JSON.stringify({ timestamp: parsed['timestamp'], level: parsed['level'], message: REDACTED });
}

function clean(value: unknown, secrets: ExactSecrets): unknown {
  if (typeof value === 'string') return secrets.hide(value);
  if (typeof value === 'number') return secrets.isIn(String(value)) ? REDACTED : value;
  if (Array.isArray(value)) return value.map((item) => clean(item, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [secrets.hide(key), clean(field, secrets)]));
}
