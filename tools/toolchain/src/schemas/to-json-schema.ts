import type { SwaggerSchema } from './swagger.ts';

/** A JSON Schema, draft 7. */
export type JsonSchema = Record<string, unknown>;

const INT_OR_STRING = 'io.k8s.apimachinery.pkg.util.intstr.IntOrString';
const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
const INT32 = 2 ** 31;

/**
 * One definition of the API as JSON Schema: closed wherever its fields are known. `null` passes
 * everywhere, since the API server takes it for an absent field. Descriptions are left out.
 */
export function toJsonSchema(name: string, definition: SwaggerSchema): JsonSchema {
  if (name === INT_OR_STRING) return { type: ['string', 'integer', 'null'] };
  if (name === QUANTITY) return { type: ['string', 'number', 'null'] };
  return convert(definition);
}

function convert(schema: SwaggerSchema): JsonSchema {
  if (schema.$ref) return { $ref: schema.$ref };
  if (schema.properties) {
    return {
      type: ['object', 'null'],
      properties: Object.fromEntries(Object.entries(schema.properties).map(([key, value]) => [key, convert(value)])),
      ...(schema.required ? { required: schema.required } : {}),
      ...(schema['x-kubernetes-preserve-unknown-fields'] ? {} : { additionalProperties: false }),
    };
  }
  if (schema.type === 'array') return { type: ['array', 'null'], items: convert(schema.items ?? {}) };
  if (schema.type === 'object') {
    const { additionalProperties } = schema;
    return {
      type: ['object', 'null'],
      ...(typeof additionalProperties === 'object' ? { additionalProperties: convert(additionalProperties) } : {}),
    };
  }
  if (schema.type === undefined) return {};
  if (schema.format === 'int-or-string') return { type: ['string', 'integer', 'null'] };
  return {
    type: [schema.type, 'null'],
    ...(schema.format === 'int32' ? { minimum: -INT32, maximum: INT32 - 1 } : {}),
  };
}
