import { createExactSecrets } from './exact-secrets.ts';

const of = (...secrets: string[]) => createExactSecrets(() => secrets);

describe('createExactSecrets', () => {
  it.each([
    ['as it is', 'a"b\\c\n/d', 'x a"b\\c\n/d y', 'x [redacted] y'],
    ['escaped as in JSON', 'a"b\\c\n/d', 'x a\\"b\\\\c\\n/d y', 'x [redacted] y'],
    ['escaped as in JSON inside JSON', 'a"b\\c\n/d', 'x a\\\\\\"b\\\\\\\\c\\\\n/d y', 'x [redacted] y'],
    ['percent-encoded', 'a"b\\c\n/d', 'x a%22b%5Cc%0A%2Fd y', 'x [redacted] y'],
    ['percent-encoded, with half a surrogate pair', 'abc\ud800', 'abc%EF%BF%BD', '[redacted]'],
    ['escaped for lines', 'abc\u2028d', 'x abc\\u2028d y', 'x [redacted] y'],
    ['escaped for lines inside JSON', 'abc\u2028"d', 'x abc\\\\u2028\\\\\\"d y', 'x abc\\\\u2028\\\\\\"d y'],
    ['in each of its places', 'abcd', 'abcd-abcd', '[redacted]-[redacted]'],
  ])('hides a secret %s', (_title, secret, text, expected) => {
    expect(of(secret).hide(text)).toBe(expected);
    expect(of('other', secret).isIn(text)).toBe(expected !== text);
  });

  it('hides nothing where no secret is', () => {
    const secrets = of('abcd', 'efgh');
    expect(secrets.isIn('abc d efg h')).toBe(false);
    expect(secrets.hide('abc d efg h')).toBe('abc d efg h');
    expect(of().isIn('abcd')).toBe(false);
    expect(of().hide('abcd')).toBe('abcd');
  });

  it('hides the longer of two secrets whole when one is part of the other', () => {
    expect(of('abcd', 'abcd-more').hide('abcd-more abcd')).toBe('[redacted] [redacted]');
    expect(of('abcd-more', 'abcd').hide('abcd-more abcd')).toBe('[redacted] [redacted]');
  });

  it('does not look for values of fewer than 4 characters, nor for what is no text', () => {
    const secrets = of(
      'abc',
      '',
      undefined as unknown as string,
      1234 as unknown as string,
      ['abcd'] as unknown as string,
    );
    expect(secrets.hide('abc 1234 abcd undefined')).toBe('abc 1234 abcd undefined');
    expect(of('abcd').hide('abcd')).toBe('[redacted]');
  });

  it('asks for the secrets anew each time', () => {
    const current: string[] = ['first'];
    const secrets = createExactSecrets(() => current);
    const text = 'first second third';
    const seen = () => [secrets.isIn('first'), secrets.isIn('second'), secrets.isIn('third'), secrets.hide(text)];
    expect(seen()).toEqual([true, false, false, '[redacted] second third']);
    current[0] = 'second';
    expect(seen()).toEqual([false, true, false, 'first [redacted] third']);
    current.push('third');
    expect(seen()).toEqual([false, true, true, 'first [redacted] [redacted]']);
    current[1] = 'first';
    expect(seen()).toEqual([true, true, false, '[redacted] [redacted] third']);
    current.pop();
    expect(seen()).toEqual([false, true, false, 'first [redacted] third']);
    current.pop();
    expect(seen()).toEqual([false, false, false, text]);
  });

  it('reads the secrets no more than once while they stay the same', () => {
    let read = 0;
    const secret = { toString: () => 'abcd' };
    const encode = jest.spyOn(globalThis, 'encodeURIComponent').mockImplementation((text) => {
      read += 1;
      return String(text);
    });
    try {
      const secrets = createExactSecrets(() => [String(secret), 'efgh']);
      for (let call = 0; call < 3; call += 1) expect(secrets.hide('abcd efgh')).toBe('[redacted] [redacted]');
      expect(read).toBe(2);
    } finally {
      encode.mockRestore();
    }
  });
});
