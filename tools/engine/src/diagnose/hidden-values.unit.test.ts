import fc from 'fast-check';
import { toHiddenValues } from './hidden-values.ts';
import { redactLine } from './redact-log.ts';

const secret = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 40 }).filter((text) => /\S{8}/.test(text) && !/\(secret\)/.test(text)); // prettier-ignore
const around = fc.string({ unit: fc.constantFrom('x', ' ', ':', '"', 'ä', '\u001b[1m', '\t'), maxLength: 10 });

const printed = (text: string) => !/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/.test(text);

describe('toHiddenValues', () => {
  it.each([
    ['as it is', (text: string) => text],
    ['in base64', (text: string) => Buffer.from(text).toString('base64')],
    ['in a URL', (text: string) => encodeURIComponent(text)],
    ['in JSON', (text: string) => JSON.stringify(text).slice(1, -1)],
    ['twice', (text: string) => `${text}${text}`],
    ['in two colours', (text: string) => `${text.slice(0, 3)}\u001b[31m${text.slice(3)}`],
  ])('lets no line show a value %s', (_title, form) => {
    fc.assert(
      fc.property(secret.filter(printed), around, around, (value, before, after) => {
        expect(redactLine(`${before}${form(value)}${after}`, toHiddenValues([value]))).not.toContain(form(value));
        expect(redactLine(`${before}${form(value)}${after}`, toHiddenValues([value]))).not.toContain(value);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['its end of line', 'canary-1\n', 'the key is canary-1!', 'canary-1'],
    ['one of its lines', '-----BEGIN-----\nMIICanary0001\n-----END-----\n', 'read MIICanary0001', 'MIICanary0001'],
    ['a password of a registry login', '{"auths":{"r":{"password":"canary-2"}}}', 'denied: canary-2', 'canary-2'],
  ])('hides a value without %s', (_title, value, line, shown) => {
    expect(redactLine(line, toHiddenValues([value]))).not.toContain(shown);
  });

  it('hides the longer of two values first, and leaves short ones alone', () => {
    expect(redactLine('canary-long', toHiddenValues(['canary', 'canary-long', 'abc']))).toBe('(secret)');
    expect(redactLine('abc', toHiddenValues(['abc']))).toBe('abc');
  });
});
