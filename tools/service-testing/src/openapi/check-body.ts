import type { Place } from './document-places.ts';
import { findChild } from './document-places.ts';
import type { SchemaCheck } from './schema-check.ts';

/** What `checkBody` looks at. */
interface ObservedBody {
  method: string;
  status: number;
  contentType: string | undefined;
  body: unknown;
}

/** Faults of a body against the content that an answer describes. */
export function checkBody(document: object, answer: Place, observed: ObservedBody, checkSchema: SchemaCheck): string[] {
  const { method, status, contentType, body } = observed;
  const content = findChild(document, answer, 'content');
  const types = Object.keys(content?.value ?? {});
  const isBodiless = method.toUpperCase() === 'HEAD' || status === 204 || status === 304;
  if (isBodiless && !isEmpty(body)) return ['a body came where none may be'];
  if (content === undefined || types.length === 0) {
    return isEmpty(body) && contentType === undefined ? [] : [`a body came (${contentType}), none is described`];
  }
  const type = contentType === undefined ? undefined : chooseType(types, contentType);
  if (type === undefined) return [`the content type is ${contentType}, described is ${types.join(' or ')}`];
  if (isBodiless) return [];
  const schema = findChild(document, findChild(document, content, type) as Place, 'schema');
  const value = toValue(contentType ?? '', body);
  if (value === undefined) return ['the body is not JSON'];
  return schema === undefined ? [] : checkSchema(schema.pointer, value).map((fault) => `body: ${fault}`);
}

/** Supertest gives `{}` for no body. */
function isEmpty(body: unknown): boolean {
  if (body === undefined || body === null || body === '') return true;
  if (body instanceof Uint8Array) return body.length === 0;
  return typeof body === 'object' && Object.keys(body).length === 0;
}

/** The described media type that is meant, the closest first: `a/b`, then `a/*`, then any. */
function chooseType(types: readonly string[], contentType: string): string | undefined {
  const given = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  const bare = (type: string) => (type.split(';', 1)[0] ?? '').trim().toLowerCase();
  return (
    types.find((type) => bare(type) === given) ??
    types.find((type) => bare(type) === given.replace(/\/.*/, '/*')) ??
    types.find((type) => bare(type) === '*/*')
  );
}

function toValue(contentType: string, body: unknown): unknown {
  const isText = typeof body === 'string' || body instanceof Uint8Array;
  const text = isText ? Buffer.from(body as string).toString('utf8') : undefined;
  if (!/^[^;]*[/+]json\s*(;|$)/i.test(contentType)) return text ?? '';
  if (text === undefined) return body;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
