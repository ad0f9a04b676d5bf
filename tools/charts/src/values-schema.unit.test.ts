import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const charts = join(import.meta.dirname, '../../../deploy/charts');
const readSchema = (chart: string) =>
  JSON.parse(readFileSync(join(charts, chart, 'values.schema.json'), 'utf8')) as Record<string, unknown>;

/** Paths of objects in a schema that let unknown keys pass. */
function openObjects(schema: unknown, path = '#'): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap((item, index) => openObjects(item, `${path}/${index}`));
  const node = schema as Record<string, unknown>;
  const isObject = [node.type].flat().includes('object');
  const isOpen = isObject && (node.additionalProperties === undefined || node.additionalProperties === true);
  return [
    ...(isOpen ? [path] : []),
    ...Object.entries(node).flatMap(([key, value]) => openObjects(value, `${path}/${key}`)),
  ];
}

describe('values.schema.json', () => {
  it('is closed at every level but for the globals and what Kubernetes itself defines', () => {
    expect(openObjects(readSchema('common'))).toEqual([
      '#/properties/hpa/properties/metrics/items',
      '#/properties/keda/properties/triggers/items',
      '#/properties/keda/properties/triggers/items/properties/metadata',
      '#/properties/monitoring/properties/rules/properties/groups/items',
      '#/properties/monitoring/properties/rules/properties/groups/items/properties/rules/items',
      '#/properties/global',
      '#/properties/global/properties/slipway',
      '#/definitions/scalingBehavior/properties/scaleUp',
      '#/definitions/scalingBehavior/properties/scaleDown',
    ]);
  });

  it('of the umbrella leaves its services to their own schemas', () => {
    expect(openObjects(readSchema('stack'))).toEqual([
      '#/properties/global',
      '#/properties/global/properties/slipway',
      '#/properties/backend-api',
      '#/properties/data-api',
      '#/properties/health-check',
      '#/properties/internal-service',
    ]);
  });

  it('knows exactly the keys of values.yaml', () => {
    const { global, ...known } = readSchema('common').properties as Record<string, unknown>;
    const values = parse(readFileSync(join(charts, 'common/values.yaml'), 'utf8')) as Record<string, unknown>;
    expect(global).toBeDefined();
    expect(Object.keys(values).sort()).toEqual(Object.keys(known).sort());
  });

  it('has a comment in values.yaml above every key at the root', () => {
    const lines = readFileSync(join(charts, 'common/values.yaml'), 'utf8').split('\n');
    expect(lines.filter((line, index) => /^\w+:/.test(line) && !lines[index - 1]?.startsWith('#'))).toEqual([]);
  });
});
