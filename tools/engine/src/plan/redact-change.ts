import type { FieldChange } from '@slipway/contracts';
import { redactLine } from '../diagnose/redact-log.ts';
import { SECRET_MARK } from '../render/redact-secrets.ts';
import { entryName, isSecretPath } from '../render/secret-path.ts';

/** Values of these kinds are secret whatever they are called. */
const SECRET_PATH = /^\/(data|stringData)(\/|$)/;

/** Hides values that are secret by kind, by name, or by what they look like; `secrets`: values known as such. Pure. */
export function redactChange<T extends FieldChange>(change: T, secrets: readonly string[] = []): T {
  const hide = (value: unknown) => redactValue(value, { kind: change.kind, path: change.path, secrets });
  return { ...change, from: hide(change.from), to: hide(change.to) };
}

/** Where a value stands, which says whether it is secret. */
export interface ValuePlace {
  /** Kind of the object. */
  kind: string;
  /** JSON pointer; entries of lists by their name, where they have one. */
  path: string;
  secrets?: readonly string[];
}

/** A value without what is secret in it, however deep. Absent stays absent (null). Pure. */
export function redactValue(value: unknown, place: ValuePlace): unknown {
  const { kind, path, secrets = [] } = place;
  if (value === null || value === undefined) return null;
  if (kind === 'Secret' && SECRET_PATH.test(path)) return isMap(value) ? mapEntries(value, () => SECRET_MARK) : SECRET_MARK; // prettier-ignore
  if (Array.isArray(value)) return value.map((entry, index) => redactValue(entry, { ...place, path: `${path}/${entryName(entry) ?? index}` })); // prettier-ignore
  if (isMap(value)) return mapEntries(value, (key, entry) => redactValue(entry, { ...place, path: `${path}/${key}` }));
  if (typeof value === 'boolean') return value;
  if (isSecretPath(path)) return SECRET_MARK;
  return typeof value === 'string' ? redactText(value, secrets) : value;
}

function redactText(text: string, secrets: readonly string[]): string {
  return text.split('\n').map((line) => redactLine(line, secrets)).join('\n'); // prettier-ignore
}

function mapEntries(map: Record<string, unknown>, change: (key: string, value: unknown) => unknown) {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(key, value)]));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
