import type { StructuralSchema } from './crd.ts';
import { DEFINITION } from './swagger.ts';
import type { JsonSchema } from './to-json-schema.ts';

/** The metadata of every object, as a definition of Kubernetes' own API description. */
export const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** What means the same in both languages. */
const CARRIED = [
  'required',
  'pattern',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
] as const;

const INT32 = 2 ** 31;

/**
 * A structural schema as JSON Schema, draft 7, closed wherever unknown fields would be pruned. `null`
 * passes everywhere, since the API server takes it for an absent field. Descriptions, defaults and
 * rules in CEL are left out.
 */
export function crdToJsonSchema(schema: StructuralSchema): JsonSchema {
  return { ...toShape(schema), ...toLimits(schema), ...toCombinations(schema) };
}

/** Types, and which fields there may be. */
function toShape(schema: StructuralSchema): JsonSchema {
  if (schema['x-kubernetes-int-or-string']) return { type: ['string', 'integer', 'null'] };
  if (schema.type === 'array') return { type: ['array', 'null'], items: crdToJsonSchema(schema.items ?? {}) };
  if (schema.type === 'object') return { type: ['object', 'null'], ...toFields(schema) };
  return schema.type === undefined ? {} : { type: [schema.type, 'null'] };
}

function toFields(schema: StructuralSchema): JsonSchema {
  const { additionalProperties: others } = schema;
  const isOpen = others === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  const properties = {
    ...(schema['x-kubernetes-embedded-resource'] ? resourceFields() : {}),
    ...mapValues(schema.properties ?? {}, crdToJsonSchema),
  };
  return {
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(isOpen ? {} : { additionalProperties: typeof others === 'object' ? crdToJsonSchema(others) : false }),
  };
}

function resourceFields(): JsonSchema {
  return { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { $ref: DEFINITION + OBJECT_META } };
}

/** Bounds of values. */
function toLimits(schema: StructuralSchema): JsonSchema {
  const { minimum, maximum, format } = schema;
  const limits: JsonSchema = {};
  for (const key of CARRIED) if (schema[key] !== undefined) limits[key] = schema[key];
  if (schema.enum) limits['enum'] = schema.enum.includes(null) ? schema.enum : [...schema.enum, null];
  if (format === 'int32') Object.assign(limits, { minimum: -INT32, maximum: INT32 - 1 });
  if (minimum !== undefined) limits[schema.exclusiveMinimum ? 'exclusiveMinimum' : 'minimum'] = minimum;
  if (maximum !== undefined) limits[schema.exclusiveMaximum ? 'exclusiveMaximum' : 'maximum'] = maximum;
  return limits;
}

/** Alternatives; within them nothing is closed, and a type only narrows what stands around them. */
function toCombinations(schema: StructuralSchema): JsonSchema {
  const branches = (list: StructuralSchema[]) => list.map(toBranch);
  return {
    ...(schema.allOf ? { allOf: branches(schema.allOf) } : {}),
    // Of an int-or-string they only say again that it is one or the other.
    ...(schema.anyOf && !schema['x-kubernetes-int-or-string'] ? { anyOf: branches(schema.anyOf) } : {}),
    ...(schema.oneOf ? { oneOf: branches(schema.oneOf) } : {}),
    ...(schema.not ? { not: toBranch(schema.not) } : {}),
  };
}

function toBranch(schema: StructuralSchema): JsonSchema {
  return {
    ...(schema.type === undefined ? {} : { type: schema.type }),
    ...toLimits(schema),
    ...(schema.enum ? { enum: schema.enum } : {}),
    ...(schema.properties ? { properties: mapValues(schema.properties, toBranch) } : {}),
    ...(schema.items ? { items: toBranch(schema.items) } : {}),
    ...toCombinations(schema),
  };
}

function mapValues<T>(from: Record<string, T>, change: (value: T) => JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, change(value)]));
}
