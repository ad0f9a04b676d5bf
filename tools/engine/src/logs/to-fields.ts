import { redactLine } from '../diagnose/redact-log.ts';

/** Deeper values are shown as text. */
const MOST_DEPTH = 8;

/** The fields of a line that is a JSON object, with what looks secret marked; undefined for any other line. Pure. */
export function toFields(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{') || !text.trimEnd().endsWith('}')) return undefined;
  try {
    return redactObject(JSON.parse(text) as Record<string, unknown>, 0);
  } catch {
    return undefined;
  }
}

function redactObject(object: Record<string, unknown>, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [redactLine(key), redactField(key, value, depth)]),
  );
}

function redactField(key: string, value: unknown, depth: number): unknown {
  if (typeof value === 'object' && value !== null) {
    if (depth >= MOST_DEPTH) return redactLine(JSON.stringify(value));
    if (!Array.isArray(value)) return redactObject(value as Record<string, unknown>, depth + 1);
    return value.map((entry) => redactField(key, entry, depth + 1));
  }
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  // A name such as password makes any value secret; the value alone may still hold one.
  const text = String(value);
  const isSecretName = redactLine(`${key}=xxxxxxxx`) !== `${key}=xxxxxxxx`;
  if (isSecretName) return text === '' ? value : '(secret)';
  const marked = redactLine(text);
  return marked === text ? value : marked;
}
