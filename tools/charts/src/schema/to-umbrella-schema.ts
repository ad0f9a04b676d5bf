import type { ValuesSchema } from './to-service-schema.ts';

/**
 * Schema of an umbrella chart's values: the globals that the library knows, and one key for each chart within it by the
 * name it has there. What lies below that is left to the chart's own schema. Pure.
 */
export function toUmbrellaSchema(chart: string, services: readonly string[], library: ValuesSchema): ValuesSchema {
  const service = { type: 'object', properties: { enabled: { type: 'boolean' } } };
  return {
    ...library,
    title: `Values of ${chart}`,
    properties: {
      global: library.properties['global'],
      ...Object.fromEntries([...services].sort().map((name) => [name, service])),
    },
    definitions: usedDefinitions(library),
  };
}

/** Those that the globals refer to, directly or through others. */
function usedDefinitions(library: ValuesSchema): Record<string, unknown> {
  const all = library['definitions'] as Record<string, unknown>;
  const used: Record<string, unknown> = {};
  const collect = (schema: unknown): void => {
    for (const [, name = ''] of JSON.stringify(schema ?? {}).matchAll(/"#\/definitions\/(\w+)"/g)) {
      if (name in used) continue;
      used[name] = all[name];
      collect(all[name]);
    }
  };
  collect(library.properties['global']);
  return used;
}
