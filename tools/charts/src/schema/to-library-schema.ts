import type { ValuesSchema } from './to-service-schema.ts';

/** One file of the library's `schemas` folder: the keys of one concern, and what they refer to. */
export interface SchemaPart {
  properties?: Record<string, unknown>;
  definitions?: Record<string, unknown>;
}

/**
 * Schema of the library chart's values, put together of its parts by file name; closed at the root. `order` is the
 * order of the keys, that of values.yaml; keys that are not in it come last. Throws an Error when two parts define
 * one key or definition.
 */
export function toLibrarySchema(parts: Record<string, SchemaPart>, order: readonly string[]): ValuesSchema {
  const properties = join(parts, 'properties');
  const known = order.filter((key) => key in properties);
  const rest = Object.keys(properties).filter((key) => !known.includes(key));
  const pickKeys = (keys: readonly string[], from: Record<string, unknown>) =>
    Object.fromEntries(keys.map((key) => [key, from[key]]));
  const definitions = join(parts, 'definitions');
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Values of a service',
    type: 'object',
    additionalProperties: false,
    properties: pickKeys([...known, ...rest], properties),
    definitions: pickKeys(Object.keys(definitions).sort(), definitions),
  };
}

function join(parts: Record<string, SchemaPart>, keyword: keyof SchemaPart): Record<string, unknown> {
  const owners = new Map<string, string>();
  const joined: Record<string, unknown> = {};
  for (const file of Object.keys(parts).sort()) {
    for (const [key, schema] of Object.entries(parts[file]?.[keyword] ?? {})) {
      const owner = owners.get(key);
      if (owner) throw new Error(`schemas/${file} and schemas/${owner} both have ${keyword} "${key}": keep one.`);
      owners.set(key, file);
      joined[key] = schema;
    }
  }
  return joined;
}
