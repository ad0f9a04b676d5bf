/** A values.schema.json. */
export interface ValuesSchema {
  title: string;
  properties: Record<string, unknown>;
  [keyword: string]: unknown;
}

/**
 * Schema of a service chart's values: what the library knows, at the root. Helm adds two keys by itself:
 * the library's own values lie below its name, and an umbrella chart switches the service by `enabled`.
 */
export function toServiceSchema(chart: string, library: ValuesSchema): ValuesSchema {
  return {
    ...library,
    title: `Values of ${chart}`,
    properties: {
      common: { type: 'object', description: 'Defaults of the library chart; checked by its own schema.' },
      enabled: { type: 'boolean', description: 'Read by an umbrella chart.' },
      ...library.properties,
    },
  };
}
