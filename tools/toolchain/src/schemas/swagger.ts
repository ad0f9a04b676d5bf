/** The parts of an OpenAPI v2 schema that Kubernetes uses. */
export interface SwaggerSchema {
  $ref?: string;
  type?: string;
  format?: string;
  required?: string[];
  properties?: Record<string, SwaggerSchema>;
  additionalProperties?: SwaggerSchema | boolean;
  items?: SwaggerSchema;
  'x-kubernetes-group-version-kind'?: GroupVersionKind[];
  'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/** Names one kind of the API; the core group is "". */
export interface GroupVersionKind {
  group: string;
  version: string;
  kind: string;
}

/** `api/openapi-spec/swagger.json` of Kubernetes, as far as it is read. */
export interface Swagger {
  definitions: Record<string, SwaggerSchema>;
}

/** Prefix of every reference in it. */
export const DEFINITION = '#/definitions/';
