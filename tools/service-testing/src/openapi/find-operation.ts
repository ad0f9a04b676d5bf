import type { Place } from './document-places.ts';
import { findChild, findPlace } from './document-places.ts';

/** Methods that an OpenAPI path item can describe. */
export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

/** The path template of a document that a request target falls under; one without parameters goes first. */
export function findTemplate(document: object, target: string): string | undefined {
  const path = target.split(/[?#]/, 1)[0] ?? '';
  const templates = Object.keys(findPlace(document, ['paths'])?.value ?? {});
  if (templates.includes(path)) return path;
  return templates.find((template) => toPattern(template).test(path));
}

/** The operation of a path item; HEAD is answered like GET where it is not described by itself. */
export function findOperation(document: object, item: Place, method: string): Place | undefined {
  const name = method.toLowerCase();
  const own = findChild(document, item, name);
  return own ?? (name === 'head' ? findChild(document, item, 'get') : undefined);
}

/** The answer that an operation describes for a status: by number, by class (`4XX`), or `default`. */
export function findAnswer(
  document: object,
  operation: Place,
  status: number,
): { key: string; answer: Place } | undefined {
  const answers = findChild(document, operation, 'responses');
  for (const key of [String(status), `${String(status)[0]}XX`, 'default']) {
    const answer = answers && findChild(document, answers, key);
    if (answer) return { key, answer };
  }
  return undefined;
}

function toPattern(template: string): RegExp {
  const parts = template.split(/\{[^}]*\}/).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]+')}$`);
}
