import { checkBody } from './check-body.ts';
import { checkHeaders } from './check-headers.ts';
import type { Place } from './document-places.ts';
import { findChild, findPlace } from './document-places.ts';
import { findAnswer, findOperation, findTemplate, METHODS } from './find-operation.ts';
import { createSchemaCheck } from './schema-check.ts';

/** Headers as `fetch`, `node:http` and supertest give them. */
export type ObservedHeaders = Headers | Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** An answer that a service gave. */
export interface ObservedAnswer {
  method: string;
  /** The target of the request; a query is passed over. */
  path: string;
  status: number;
  headers: ObservedHeaders;
  /** The text or bytes as they came; a JSON answer may also be parsed already. Absent: there was none. */
  body?: unknown;
}

/** What an OpenAPI document promises, held against what a service answers. */
export interface Contract {
  /**
   * Throws, naming all that differs, when the document does not describe an answer: unknown path, method or
   * status, another content type, a body against its schema, a header that is missing or against its schema.
   * HEAD follows GET without a body. A method that the document does not name passes as what HTTP wants it to
   * be: 405, with `Allow` naming every method that is described and not this one.
   */
  check(answer: ObservedAnswer): void;
  /** Throws when a value is against the schema of this name under `components`; for answers under no path. */
  checkSchema(name: string, value: unknown): void;
  /**
   * What is described and was never checked, as `GET /path 200`, in the document's order. Answers that many
   * operations take by `$ref` from `components/responses` are left out unless asked for; each of them counts
   * as checked, by `any 408 RequestTimeout`, once any operation gave it.
   */
  uncovered(options?: { withShared?: boolean }): string[];
}

/**
 * Makes a contract of an OpenAPI 3.1 document.
 *
 * @example
 * const contract = createContract(await (await fetch(`${url}/openapi.json`)).json());
 * const { status, headers, text } = await request(app).get('/logs?limit=0');
 * contract.check({ method: 'GET', path: '/logs?limit=0', status, headers, body: text });
 * expect(contract.uncovered()).toEqual([]);
 */
export function createContract(document: object): Contract {
  const checkSchema = createSchemaCheck(document);
  const checked = new Set<string>();

  function check({ method, path, status, headers, body }: ObservedAnswer): void {
    const where = `${method.toUpperCase()} ${path} ${status}`;
    const template = findTemplate(document, path);
    const item = template === undefined ? undefined : findPlace(document, ['paths', template]);
    if (template === undefined || item === undefined) throw differs(where, ['the path is not described']);
    const operation = findOperation(document, item, method);
    const read = toReader(headers);
    if (operation === undefined) {
      const faults = checkRefusedMethod(document, item, { method, status, allow: read('allow') });
      if (faults.length > 0) throw differs(where, faults);
      return;
    }
    const found = findAnswer(document, operation, status);
    if (found === undefined) throw differs(where, ['the status is not described']);
    const faults = [
      ...checkHeaders(document, found.answer, read, checkSchema),
      ...checkBody(document, found.answer, { body, contentType: read('content-type'), method, status }, checkSchema),
    ];
    if (faults.length > 0) throw differs(where, faults);
    checked.add(toName(method, template, found.key, found.answer));
  }

  return {
    check,
    checkSchema(name, value) {
      const place = findPlace(document, ['components', 'schemas', name]);
      if (place === undefined) throw differs(name, ['there is no such schema']);
      const faults = checkSchema(place.pointer, value);
      if (faults.length > 0) throw differs(name, faults);
    },
    uncovered({ withShared = false } = {}) {
      const described = new Set(listAnswers(document, withShared));
      return [...described].filter((name) => !checked.has(name));
    },
  };
}

function differs(where: string, faults: readonly string[]): Error {
  return new Error(`${where} is not what the OpenAPI document says: ${faults.join('; ')}.`);
}

function toReader(headers: ObservedHeaders): (name: string) => string | undefined {
  if (headers instanceof Headers) return (name) => headers.get(name) ?? undefined;
  const byName = new Map(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : String(value)]],
    ),
  );
  return (name) => byName.get(name.toLowerCase());
}

function checkRefusedMethod(
  document: object,
  item: Place,
  { method, status, allow }: { method: string; status: number; allow: string | undefined },
): string[] {
  if (status !== 405) return ['the method is not described'];
  const allowed = (allow ?? '').split(',').map((name) => name.trim());
  const described = METHODS.filter((name) => findChild(document, item, name)).map((name) => name.toUpperCase());
  const missing = described.filter((name) => !allowed.includes(name));
  return [
    ...(missing.length > 0 ? [`the header allow does not name ${missing.join(', ')}`] : []),
    ...(allowed.includes(method.toUpperCase()) ? [`the header allow names ${method.toUpperCase()} itself`] : []),
  ];
}

function listAnswers(document: object, withShared: boolean): string[] {
  const paths = findPlace(document, ['paths']);
  return Object.keys(paths?.value ?? {}).flatMap((template) => {
    const item = findPlace(document, ['paths', template]);
    return METHODS.flatMap((method) => {
      const answers = item && findPlace(document, [...item.pointer, method, 'responses']);
      return Object.keys(answers?.value ?? {}).flatMap((key) => {
        const answer = answers && findChild(document, answers, key);
        if (answer === undefined || (answer.isShared && !withShared)) return [];
        return [toName(method, template, key, answer)];
      });
    });
  });
}

/** HEAD's answers are GET's. */
function toName(method: string, template: string, key: string, answer: Place): string {
  if (answer.isShared) return `any ${key} ${answer.pointer.at(-1)}`;
  const name = method.toUpperCase();
  return `${name === 'HEAD' ? 'GET' : name} ${template} ${key}`;
}
