import { cleanJsonLine } from './clean-line.ts';
import { createExactSecrets } from './exact-secrets.ts';

const clean = (line: string, ...secrets: string[]) =>
  cleanJsonLine(
    line,
    createExactSecrets(() => secrets),
  );

describe('cleanJsonLine', () => {
  it('gives a line without a secret back as it is', () => {
    expect(clean('{ "a" : 1 }', 'none-of-it')).toBe('{ "a" : 1 }');
  });

  it.each([
    ['a value', '{"a":"x my-secret y","b":1}', '{"a":"x [redacted] y","b":1}'],
    ['a name', '{"a":1,"my-secret":2}', '{"a":1,"[redacted]":2}'],
    ['a list', '{"a":["my-secret",1,null,true]}', '{"a":["[redacted]",1,null,true]}'],
    ['a nested value', '{"a":{"b":[{"c":"my-secret"}]},"d":null}', '{"a":{"b":[{"c":"[redacted]"}]},"d":null}'],
  ])('takes a secret out of %s and leaves the rest', (_title, line, expected) => {
    expect(clean(line, 'my-secret')).toBe(expected);
  });

  it.each([
    ['a number', '{"port":12345678,"b":1}', '12345678', '{"port":"[redacted]","b":1}'],
    ['a part of a number', '{"port":9123456.5,"b":1.5}', '1234', '{"port":"[redacted]","b":1.5}'],
  ])('takes a secret out that is %s', (_title, line, secret, expected) => {
    expect(clean(line, secret)).toBe(expected);
  });

  it('keeps time and level alone when a secret lies across its own signs', () => {
    const line = '{"timestamp":"T","level":"info","message":"m","a":1}';
    expect(clean(line, '"message":"m"')).toBe('{"timestamp":"T","level":"info","message":"[redacted]"}');
  });

  it('keeps what could break a line escaped', () => {
    expect(clean('{"a":"\\u2028\\u0085 my-secret"}', 'my-secret')).toBe('{"a":"\\u2028\\u0085 [redacted]"}');
  });
});
