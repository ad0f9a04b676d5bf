import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { toFragment } from './document-places.ts';

/** Faults of a value against the schema at a pointer of the document; none when it follows it. */
export type SchemaCheck = (pointer: readonly string[], value: unknown) => string[];

const BASE = 'contract:/openapi.json';

/** Checks values against the schemas of one document (JSON Schema 2020-12), references included. */
export function createSchemaCheck(document: object): SchemaCheck {
  // Not strict: the document around the schemas has words of its own, and so may the schemas (`example`).
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
  formats.default(ajv);
  ajv.addSchema(document, BASE);
  const compiled = new Map<string, ValidateFunction>();

  return (pointer, value) => {
    const fragment = toFragment(pointer);
    let validate = compiled.get(fragment);
    if (validate === undefined) {
      validate = ajv.compile({ $ref: `${BASE}#${fragment}` });
      compiled.set(fragment, validate);
    }
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) =>
      [instancePath || 'the value', message, toDetail(params)].filter(Boolean).join(' '),
    );
  };
}

/** The name of a property that is too many, the words that are allowed: what the message leaves out. */
function toDetail(params: Record<string, unknown>): string {
  const detail = params['additionalProperty'] ?? params['unevaluatedProperty'] ?? params['allowedValues'];
  return detail === undefined ? '' : `(${JSON.stringify(detail)})`;
}
