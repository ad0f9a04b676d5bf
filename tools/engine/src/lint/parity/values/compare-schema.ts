import { nearestName } from '../../../catalog/nearest-name.ts';
import type { ParityFinding } from '../parity-chart.ts';
import type { DeclaredValue } from './declared-values.ts';
import { resolveValue } from './declared-values.ts';
import type { Declarations } from './find-undeclared.ts';
import type { SchemaNode } from './resolve-schema.ts';
import { isNode, resolveSchema, shapesOf } from './resolve-schema.ts';

/**
 * Keys of `values` that the schema does not name, and keys of the schema that no values file declares. What lies
 * behind a reference is a shape that several keys share: not all of it is meant everywhere. Keys in `known` at the
 * root are somebody else's. Pure.
 */
export function compareSchema(
  values: DeclaredValue,
  { trees, schema }: Declarations & { schema: SchemaNode },
  schemaText: string,
  known: ReadonlySet<string>,
): ParityFinding[] {
  const findings: ParityFinding[] = [];
  const visit = (value: DeclaredValue, node: SchemaNode, path: string[]) => {
    if (!value.entries || value.isOpen) return;
    const isOwn = (key: string) => path.length > 0 || !known.has(key);
    const shapes = shapesOf(node, schema);
    const named = shapes.flatMap(({ properties }) => (isNode(properties) ? Object.keys(properties) : []));
    for (const [key, entry] of [...value.entries].filter(([name]) => isOwn(name))) {
      const full = [...path, key];
      if (named.length > 0 && resolveSchema(schema, full, schema) !== 'there') {
        findings.push({
          ...toKey(full, named),
          rule: 'value-without-schema',
          file: 'values.yaml',
          line: entry.line,
          message: `values.yaml declares ${full.join('.')}, which values.schema.json does not know.`,
          fix: toFix(full, named, 'describe it in values.schema.json.'),
        });
      }
      for (const { properties } of shapes) {
        if (isNode(properties) && isNode(properties[key])) visit(entry, properties[key], full);
      }
    }
    const declarable = isNode(node.properties) ? Object.keys(node.properties).filter(isOwn) : [];
    for (const key of declarable) {
      const full = [...path, key];
      if (trees.some((tree) => resolveValue(tree, full).state !== 'missing')) continue;
      const siblings = [...value.entries.keys()].filter((name) => !named.includes(name));
      findings.push({
        ...toKey(full, siblings),
        rule: 'schema-without-value',
        file: 'values.schema.json',
        line: lineOfKey(schemaText, full),
        message: `values.schema.json knows ${full.join('.')}, which values.yaml does not declare.`,
        fix: toFix(full, siblings, 'declare it in values.yaml with its default (null for none).'),
      });
    }
  };
  visit(values, schema, []);
  return findings;
}

function toKey(path: readonly string[], names: readonly string[]): Pick<ParityFinding, 'key' | 'nearest'> {
  const near = nearestName(path.at(-1) ?? '', names);
  return { key: path.join('.'), ...(near === undefined ? {} : { nearest: [...path.slice(0, -1), near].join('.') }) };
}

function toFix(path: readonly string[], names: readonly string[], otherwise: string): string {
  const { nearest } = toKey(path, names);
  return nearest
    ? `Did you mean ${nearest}? Else ${otherwise}`
    : `${otherwise.charAt(0).toUpperCase()}${otherwise.slice(1)}`;
}

/** Line of a key in a JSON text: the first `"key":` behind those of the keys above it; 1 where there is none. */
function lineOfKey(text: string, path: readonly string[]): number {
  let at = 0;
  for (const key of path) {
    const found = text.indexOf(`"${key}":`, at);
    if (found !== -1) at = found;
  }
  return text.slice(0, at).split('\n').length;
}
