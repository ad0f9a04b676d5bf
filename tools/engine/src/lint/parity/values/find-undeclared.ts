import { nearestName } from '../../../catalog/nearest-name.ts';
import type { ParityFinding } from '../parity-chart.ts';
import { lineAt } from '../template/lex-template.ts';
import type { ValueRead } from '../trace/value-uses.ts';
import type { DeclaredValue } from './declared-values.ts';
import { resolveValue } from './declared-values.ts';
import type { SchemaNode } from './resolve-schema.ts';
import { resolveSchema } from './resolve-schema.ts';

/** What values may be declared by. */
export interface Declarations {
  /** Values files: of the chart and of the library charts below it. */
  trees: readonly DeclaredValue[];
  schema: SchemaNode | undefined;
}

/**
 * What one read of a template is missing, if anything. `paths` are the places that it may mean, without the names of
 * library charts; one of them has to be declared. Pure.
 */
export function findUndeclared(
  { source, at, isOptional }: ValueRead,
  paths: readonly (readonly string[])[],
  { trees, schema }: Declarations,
): ParityFinding | undefined {
  const found = paths.flatMap((path) => trees.map((tree) => resolveValue(tree, path)));
  const isOpen = found.some(({ state }) => state === 'open');
  const foreseen = schema ? paths.map((path) => resolveSchema(schema, path, schema)) : ['open'];
  if (found.some(({ state }) => state === 'there') || foreseen.includes('there')) return undefined;
  if ((isOpen || isOptional) && foreseen.includes('open')) return undefined;
  const path = paths[0] ?? [];
  const misses = found.flatMap((resolution) => (resolution.state === 'missing' ? resolution : []));
  const depth = Math.max(0, ...misses.map((miss) => miss.at));
  const siblings = misses.filter((miss) => miss.at === depth).flatMap((miss) => miss.siblings);
  const near = isOpen ? undefined : nearestName(path[depth] ?? '', [...new Set(siblings)]);
  const nearest = near === undefined ? undefined : [...path.slice(0, depth), near].join('.');
  const key = path.join('.');
  const place = isOpen ? 'values.schema.json' : 'values.yaml';
  return {
    rule: 'undeclared-value',
    file: source.file,
    line: lineAt(source.text, at),
    key,
    ...(nearest ? { nearest } : {}),
    message: `${source.file} reads ${key}, which ${place} does not ${isOpen ? 'know' : 'declare'}.`,
    fix: `${nearest ? `Did you mean ${nearest}? Else declare` : 'Declare'} ${isOpen ? key : path.slice(0, depth + 1).join('.')} in ${place}.`,
  };
}
