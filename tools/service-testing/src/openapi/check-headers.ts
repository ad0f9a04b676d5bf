import type { Place } from './document-places.ts';
import { findChild } from './document-places.ts';
import type { SchemaCheck } from './schema-check.ts';

/** Faults of headers against those that an answer describes. Others may be there. */
export function checkHeaders(
  document: object,
  answer: Place,
  read: (name: string) => string | undefined,
  checkSchema: SchemaCheck,
): string[] {
  const headers = findChild(document, answer, 'headers');
  return Object.keys(headers?.value ?? {}).flatMap((name) => {
    const header = headers && findChild(document, headers, name);
    const text = read(name);
    if (header === undefined || name.toLowerCase() === 'content-type') return []; // OpenAPI: that one is in `content`.
    if (text === undefined) return header.value['required'] === true ? [`the header ${name} is missing`] : [];
    const schema = findChild(document, header, 'schema');
    if (schema === undefined) return [];
    return checkSchema(schema.pointer, toTyped(text, schema.value['type'])).map((fault) => `header ${name}: ${fault}`);
  });
}

/** A header is text; its schema may speak of a number or a truth. */
function toTyped(text: string, type: unknown): unknown {
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
