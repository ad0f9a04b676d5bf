import type { CustomResourceDefinition, StructuralSchema } from './crd.ts';
import { crdToJsonSchema, OBJECT_META } from './crd-to-json-schema.ts';
import type { GroupVersionKind, Swagger } from './swagger.ts';
import { DEFINITION } from './swagger.ts';
import type { SchemaFile, SchemaIndex } from './to-kind-schemas.ts';
import { definitionsFor, schemaFileName, toIndexKinds } from './to-kind-schemas.ts';

/**
 * A strict schema for every served version of custom resources, named and closed like those of
 * Kubernetes' own kinds; their metadata is checked by the definition that `swagger` has. Pure; sorted by name.
 */
export function crdsToKindSchemas(definitions: readonly CustomResourceDefinition[], swagger: Swagger): SchemaFile[] {
  const meta = { $ref: DEFINITION + OBJECT_META };
  return listVersions(definitions)
    .map(({ schema, ...gvk }) => {
      const converted = crdToJsonSchema(schema);
      const { apiVersion, kind } = toIndexKinds([gvk])[0] ?? { apiVersion: '', kind: '' };
      return {
        name: schemaFileName(gvk),
        schema: {
          $schema: 'http://json-schema.org/draft-07/schema#',
          ...converted,
          type: 'object',
          properties: {
            ...(converted['properties'] as object | undefined),
            apiVersion: { type: 'string', enum: [apiVersion] },
            kind: { type: 'string', enum: [kind] },
            metadata: meta,
          },
          required: [...new Set(['apiVersion', 'kind', ...(schema.required ?? [])])],
          definitions: definitionsFor(meta, swagger),
        },
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What `crdsToKindSchemas` makes schemas for. Pure; sorted. */
export function toCrdIndex(
  definitions: readonly CustomResourceDefinition[],
  version: string,
  modules: readonly string[],
): SchemaIndex {
  return {
    schema: 'slipway.kubernetes-schemas/v1',
    version,
    modules: [...modules],
    kinds: toIndexKinds(listVersions(definitions)),
  };
}

function listVersions(
  definitions: readonly CustomResourceDefinition[],
): (GroupVersionKind & { schema: StructuralSchema })[] {
  return definitions.flatMap(({ spec }) =>
    spec.versions
      .filter(({ served }) => served)
      .map(({ name, schema }) => ({
        group: spec.group,
        version: name,
        kind: spec.names.kind,
        schema: schema?.openAPIV3Schema ?? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      })),
  );
}
