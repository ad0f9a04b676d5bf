import fc from 'fast-check';
import { HARMLESS, SECRETS } from './__fixtures__/texts.ts';
import { scanText, SUSPICIOUS } from './scan-text.ts';
import { looksSecret, redactText } from './secret-text.ts';

describe('redactText', () => {
  const parts = fc.array(
    fc.oneof(
      fc.constantFrom(...SECRETS.map(([, text]) => text), ...HARMLESS),
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        ' ',
        '\n',
        '"',
        "'",
        '=',
        ': ',
        '://',
        '@',
        '&',
        ';',
        '\\',
        '[redacted]',
        'token',
        'Bearer ',
        'eyJ',
        '-----BEGIN ',
      ),
    ),
    { maxLength: 6 },
  );

  it('finds nothing more in what it has given', () => {
    fc.assert(
      fc.property(parts, (texts) => {
        const clean = redactText(texts.join(''));
        expect(redactText(clean)).toBe(clean);
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  it('finds nothing where the cheap look sees nothing', () => {
    fc.assert(
      fc.property(parts, (texts) => {
        const text = texts.join('');
        if (scanText(text) !== SUSPICIOUS) expect(redactText(text)).toBe(text);
      }),
      { seed: 11, numRuns: 3000 },
    );
  });

  it('takes a password out of a URL whatever it is made of', () => {
    const password = fc.stringMatching(/^[A-Za-z0-9!$%&()*+,.;=~_/?#@-]{1,30}$/).map((text) => `cnry${text}`);
    fc.assert(
      fc.property(password, fc.constantFrom('postgres', 'https', 'amqp+ssl'), (secret, scheme) => {
        expect(redactText(`to ${scheme}://user:${secret}@host.example/path failed`)).not.toContain(secret);
      }),
      { seed: 3 },
    );
  });

  it('takes a value out from beside its name whatever it is made of', () => {
    const value = fc.stringMatching(/^[A-Za-z0-9!$%()*+,./?@~_-]{1,30}$/).map((text) => `cnry${text}`);
    fc.assert(
      fc.property(value, fc.constantFrom('password', 'API_KEY', 'access_token'), (secret, name) => {
        for (const text of [
          `${name}=${secret}`,
          `?${name}=${secret}&b=1`,
          `{"${name}":"${secret}"}`,
          `a ${name}='${secret}'`,
        ]) {
          expect(redactText(text)).not.toContain(secret);
        }
      }),
      { seed: 5 },
    );
  });

  it.each([
    ['base64', 32, 0.95],
    ['base64', 64, 0.99],
    ['base64url', 43, 0.97],
  ] as const)('finds random %s of %i characters, but for a few in a hundred', (encoding, length, share) => {
    let found = 0;
    for (let seed = 0; seed < 1000; seed += 1) {
      const bytes = Uint8Array.from({ length }, (_, index) => hash(seed * 1000 + index));
      if (looksSecret(Buffer.from(bytes).toString(encoding).slice(0, length))) found += 1;
    }
    expect(found / 1000).toBeGreaterThanOrEqual(share);
  });
});

/** A byte that depends on a number as if by chance. */
function hash(number: number): number {
  let mixed = Math.imul(number + 0x9e3779b9, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x27d4eb2f);
  return (mixed ^ (mixed >>> 16)) & 0xff;
}
