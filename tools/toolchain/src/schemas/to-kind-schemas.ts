import type { GroupVersionKind, Swagger, SwaggerSchema } from './swagger.ts';
import { DEFINITION } from './swagger.ts';
import type { JsonSchema } from './to-json-schema.ts';
import { toJsonSchema } from './to-json-schema.ts';

/** One file of the schema folder. */
export interface SchemaFile {
  /** `<kind>-<group>-<version>.json`, as kubeconform's `{{ .ResourceKind }}{{ .KindSuffix }}.json` asks for it. */
  name: string;
  schema: JsonSchema;
}

/** `index.json`: what the folder knows, so that an unknown kind of a known group can be told from a foreign one. */
export interface SchemaIndex {
  schema: 'slipway.kubernetes-schemas/v1';
  /** Version of Kubernetes; of custom resources the one whose metadata they are checked by. */
  version: string;
  /** Go modules (path@version) that custom resources come from. */
  modules?: string[];
  kinds: { apiVersion: string; kind: string }[];
}

/**
 * A strict schema for every kind of Kubernetes, each complete in itself: it carries the definitions
 * that it reaches. Kinds that belong to many groups at once (DeleteOptions and the like) are no
 * manifests and are left out. Pure; sorted by name.
 */
export function toKindSchemas(swagger: Swagger): SchemaFile[] {
  return listKinds(swagger)
    .map(({ id, definition, ...gvk }) => ({
      name: schemaFileName(gvk),
      schema: toKindSchema(gvk, id, definition, swagger),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What `toKindSchemas` makes schemas for. Pure; sorted. */
export function toSchemaIndex(swagger: Swagger, version: string): SchemaIndex {
  return { schema: 'slipway.kubernetes-schemas/v1', version, kinds: toIndexKinds(listKinds(swagger)) };
}

/** Kinds as an index lists them, sorted. */
export function toIndexKinds(kinds: readonly GroupVersionKind[]): SchemaIndex['kinds'] {
  const key = (entry: { apiVersion: string; kind: string }) => `${entry.apiVersion} ${entry.kind}`;
  return kinds
    .map((gvk) => ({ apiVersion: apiVersion(gvk), kind: gvk.kind }))
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function listKinds({ definitions }: Swagger): (GroupVersionKind & { id: string; definition: SwaggerSchema })[] {
  return Object.entries(definitions).flatMap(([id, definition]) => {
    const kinds = definition['x-kubernetes-group-version-kind'] ?? [];
    return kinds.length === 1 && kinds[0] ? [{ ...kinds[0], id, definition }] : [];
  });
}

function toKindSchema(gvk: GroupVersionKind, id: string, definition: SwaggerSchema, swagger: Swagger): JsonSchema {
  const schema = toJsonSchema(id, definition);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...schema,
    type: 'object',
    properties: {
      ...(schema.properties as JsonSchema | undefined),
      apiVersion: { type: 'string', enum: [apiVersion(gvk)] },
      kind: { type: 'string', enum: [gvk.kind] },
    },
    required: [...new Set(['apiVersion', 'kind', ...(definition.required ?? [])])],
    definitions: definitionsFor(definition, swagger),
  };
}

/** The definitions that a schema reaches, converted, by their names. */
export function definitionsFor(from: SwaggerSchema, swagger: Swagger): Record<string, JsonSchema> {
  return Object.fromEntries(
    [...reach(from, swagger)].sort().map((name) => [name, toJsonSchema(name, lookUp(name, swagger))]),
  );
}

/** Names of all definitions that one of them refers to, directly or not. */
function reach(from: SwaggerSchema, swagger: Swagger, found = new Set<string>()): Set<string> {
  for (const name of references(from)) {
    if (found.has(name)) continue;
    found.add(name);
    reach(lookUp(name, swagger), swagger, found);
  }
  return found;
}

function references(schema: SwaggerSchema): string[] {
  const { $ref, items, additionalProperties, properties = {} } = schema;
  return [
    ...($ref ? [$ref.slice(DEFINITION.length)] : []),
    ...(items ? references(items) : []),
    ...(typeof additionalProperties === 'object' ? references(additionalProperties) : []),
    ...Object.values(properties).flatMap(references),
  ];
}

function lookUp(name: string, swagger: Swagger): SwaggerSchema {
  return swagger.definitions[name] ?? {};
}

function apiVersion({ group, version }: GroupVersionKind): string {
  return group === '' ? version : `${group}/${version}`;
}

/** `<kind>-<first part of the group>-<version>.json`, in small letters. */
export function schemaFileName({ group, version, kind }: GroupVersionKind): string {
  const [firstPart = ''] = group.split('.');
  return `${[kind, ...(firstPart ? [firstPart] : []), version].join('-').toLowerCase()}.json`;
}
