/** A part of a JSON schema. */
export type SchemaNode = Record<string, unknown>;

/** The schemas that a value may follow, each once: alternatives are opened, references followed. Pure. */
export function shapesOf(schema: unknown, root: SchemaNode): SchemaNode[] {
  const shapes = new Set<SchemaNode>();
  const collect = (part: unknown): void => {
    if (!isNode(part) || shapes.has(part)) return;
    shapes.add(part);
    if (typeof part.$ref === 'string') collect(followReference(part.$ref, root));
    for (const list of [part.anyOf, part.oneOf, part.allOf]) if (Array.isArray(list)) list.forEach(collect);
    collect(part.then);
    collect(part.else);
  };
  collect(schema);
  return [...shapes];
}

/** Whether a path, `*` standing for any key or item, is foreseen: `open` where the schema lets anything pass. Pure. */
export function resolveSchema(
  schema: unknown,
  path: readonly string[],
  root: SchemaNode,
): 'there' | 'open' | 'missing' {
  const [key, ...rest] = path;
  if (key === undefined) return 'there';
  const shapes = shapesOf(schema, root);
  const states = shapes.flatMap((shape) => childrenOf(shape, key).map((child) => resolveSchema(child, rest, root)));
  if (states.includes('there')) return 'there';
  if (states.includes('open') || shapes.every(isOpen)) return 'open';
  return 'missing';
}

function childrenOf(shape: SchemaNode, key: string): unknown[] {
  const properties = isNode(shape.properties) ? shape.properties : {};
  const patterns = isNode(shape.patternProperties) ? shape.patternProperties : {};
  const others = [shape.additionalProperties, shape.items].filter(isNode);
  if (key === '*') return [...Object.values(properties), ...Object.values(patterns), ...others];
  if (Object.hasOwn(properties, key)) return [properties[key]];
  const matching = Object.entries(patterns).filter(([pattern]) => isMatch(pattern, key));
  return [...matching.map(([, child]) => child), ...others];
}

/** Helm's patterns are Go's: one that only Go knows may mean any key. */
function isMatch(pattern: string, key: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(key);
  } catch {
    return true;
  }
}

/** Nothing is said of what lies below. */
function isOpen(shape: SchemaNode): boolean {
  if (shape.additionalProperties === false || isNode(shape.additionalProperties) || isNode(shape.items)) return false;
  const types = [shape.type].flat();
  return types[0] === undefined || types.includes('object') || types.includes('array');
}

function followReference(reference: string, root: SchemaNode): unknown {
  const names = reference.replace(/^#\//, '').split('/');
  return names.reduce<unknown>(
    (node, name) => (isNode(node) ? node[name.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined),
    root,
  );
}

/** Whether a value is a JSON object. */
export function isNode(value: unknown): value is SchemaNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
