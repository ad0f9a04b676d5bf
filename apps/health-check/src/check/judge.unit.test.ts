import { aTarget } from '../__fixtures__/a-target.ts';
import type { BodyRule } from '../targets/target.ts';
import type { Answer } from './ask.ts';
import { judge } from './judge.ts';

const anAnswer = (body: string, answer: Partial<Answer> = {}): Answer => ({
  status: 200,
  headers: {},
  body: Buffer.from(body),
  isTruncated: false,
  ...answer,
});
const detailOf = (body: BodyRule, answer: Answer) => judge(aTarget({ body }), answer)?.detail;

describe('judge', () => {
  it('takes the wanted status and no other', () => {
    expect(judge(aTarget({ status: 204 }), anAnswer('', { status: 204 }))).toBeUndefined();
    expect(judge(aTarget({ status: 204 }), anAnswer(''))).toEqual({
      code: 'StatusUnexpected',
      detail: 'answered 200 instead of 204',
    });
  });

  it('says the code of a problem document, and nothing else of a body', () => {
    const headers = { 'content-type': 'application/problem+json; charset=utf-8' };
    const answer = (body: string) => anAnswer(body, { status: 503, headers });
    expect(judge(aTarget(), answer('{"code":"PeerUnreachable","detail":"canary"}'))?.detail).toBe(
      'answered 503 PeerUnreachable instead of 200',
    );
    expect(judge(aTarget(), answer('{"code":"can ary"}'))?.detail).toBe('answered 503 instead of 200');
    expect(judge(aTarget(), anAnswer('{"code":"Canary"}', { status: 500 }))?.detail).toBe(
      'answered 500 instead of 200',
    );
  });

  it('takes a redirect for what it is', () => {
    const answer = anAnswer('', { status: 301, headers: { location: '/there?key=canary#x' } });
    expect(judge(aTarget({ url: 'http://here/a' }), answer)).toEqual({
      code: 'RedirectUnexpected',
      detail: 'answered 301 to http://here/there?key=[redacted], which is not followed',
    });
    expect(judge(aTarget({ status: 301 }), answer)).toBeUndefined();
  });

  it.each<[string, BodyRule, string, string | undefined]>([
    ['a text that is there', { contains: 'b' }, 'abc', undefined],
    ['a text that is not there', { contains: 'x' }, 'abc', 'the body does not hold the text'],
    ['a text of several bytes', { contains: 'é' }, 'né', undefined],
    ['a value', { json: '/a', equals: 1 }, '{"a":1}', undefined],
    ['a value of another type', { json: '/a', equals: '1' }, '{"a":1}', 'the body has another value at /a'],
    ['a value within', { json: '/a/1/b~1c', equals: null }, '{"a":[0,{"b/c":null}]}', undefined],
    ['a whole object', { json: '/a', equals: { b: [1] } }, '{"a":{"b":[1]}}', undefined],
    ['the document itself', { json: '', equals: [] }, '[]', undefined],
    ['a value that is missing', { json: '/b', equals: 1 }, '{"a":1}', 'the body has nothing at /b'],
    ['what every object inherits', { json: '/constructor', equals: 1 }, '{}', 'the body has nothing at /constructor'],
    ['what is no JSON', { json: '/a', equals: 1 }, 'canary', 'the body is not JSON'],
    ['lines', { ndjson: true }, '{"a":1}\n{}\n', undefined],
    ['a last line without its end', { ndjson: true }, '{"a":1}\n{}', undefined],
    ['no line at all', { ndjson: true }, '', undefined],
    ['a line that is no JSON', { ndjson: true }, '{}\ncanary\n{}\n', 'line 2 of the body is not a JSON object'],
    ['a line that is a list', { ndjson: true }, '[]\n', 'line 1 of the body is not a JSON object'],
    ['an empty line', { ndjson: true }, '{}\n\n{}\n', 'line 2 of the body is not a JSON object'],
    ['a line that was cut', { ndjson: true }, '{}\n{"a', 'line 2 of the body is not a JSON object'],
  ])('judges a body by its rule: %s', (_title, rule, body, expected) => {
    expect(detailOf(rule, anAnswer(body))).toBe(expected);
  });

  it.each<[string, BodyRule, string, string | undefined]>([
    ['a text within', { contains: 'b' }, 'abc', undefined],
    ['a text that may come later', { contains: 'x' }, 'abc', 'the body does not hold the text in the first 3 bytes'],
    ['JSON', { json: '/a', equals: 1 }, '{"a":1', 'the body is larger than the 6 bytes that are read'],
    ['whole lines', { ndjson: true }, '{}\n{"a', undefined],
    ['not one whole line', { ndjson: true }, '{"a', 'the first line is longer than the 3 characters read'],
  ])('judges what was read of a larger body: %s', (_title, rule, body, expected) => {
    expect(detailOf(rule, anAnswer(body, { isTruncated: true }))).toBe(expected);
  });
});
