import { escapeUnsafe, toEscapedJson } from './json-escape.ts';

describe('toEscapedJson', () => {
  it.each([
    ['a"b\n', '"a\\"b\\n"'],
    ['\u007f\u0085\u009f', '"\\u007f\\u0085\\u009f"'],
    ['\u2028x\u2029', '"\\u2028x\\u2029"'],
    ['~\u00a0\u2027\u202a\u00e9', '"~\u00a0\u2027\u202a\u00e9"'],
  ])('writes %j on one line', (text, expected) => {
    expect(toEscapedJson(text)).toBe(expected);
    expect(JSON.parse(expected)).toBe(text);
  });
});

describe('escapeUnsafe', () => {
  it('escapes in each place of finished JSON', () => {
    expect(escapeUnsafe('{"\u2028":"\u0080","b":"\u2028"}')).toBe('{"\\u2028":"\\u0080","b":"\\u2028"}');
  });
});
