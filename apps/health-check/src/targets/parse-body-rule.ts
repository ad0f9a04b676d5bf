import type { BodyRule } from './target.ts';

const WRONG = 'must be {"contains": text}, {"json": pointer, "equals": value} or {"ndjson": true}';

/** A body rule from parsed JSON, or what is wrong with it as text. Pure. */
export function parseBodyRule(rule: unknown): BodyRule | string {
  if (typeof rule !== 'object' || rule === null) return WRONG;
  const keys = Object.keys(rule).sort().join();
  const { contains, json, equals, ndjson } = rule as Record<string, unknown>;
  if (keys === 'contains' && typeof contains === 'string' && contains !== '') return { contains };
  if (keys === 'ndjson' && ndjson === true) return { ndjson };
  if (keys !== 'equals,json' || typeof json !== 'string') return WRONG;
  return /^(\/([^~]|~[01])*)?$/.test(json) ? { json, equals } : 'json must be a JSON Pointer, for example /status';
}
