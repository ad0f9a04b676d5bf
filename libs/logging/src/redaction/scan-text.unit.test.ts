import { HEX64, SECRETS } from './__fixtures__/texts.ts';
import { NEEDS_ESCAPE, PLAIN, scanText, SUSPICIOUS } from './scan-text.ts';

describe('scanText', () => {
  it.each([
    ['GET', PLAIN],
    ['/download_external_logs', PLAIN],
    ['550e8400-e29b-41d4-a716-446655440000', PLAIN],
    [HEX64, PLAIN],
    ['2026-11-21T06:30:04.123Z', PLAIN],
    ['http://host/path', PLAIN],
    ['caf\u00e9 \u20ac', PLAIN],
    ['~ \u00a0 \u2027 \u202a \ud7ff \ue000', PLAIN],
    ['Join the JOB', PLAIN],
    ['-l9ju1z82tx0azayyd8ju8hzqsmep52k', PLAIN],
    ['a l9ju1z82tx0azayyd8ju8hzqsmep52k b', PLAIN],
    ['abcdefghijklmnopqrstuvwxyzabcdefgh', PLAIN],
    ['01ARZ3NDEKTSV4RRFFQ69G5FAV', PLAIN],
    ['1234567890'.repeat(10), PLAIN],
    ['getHttpServerWithOriginForm', PLAIN],
    ['x aB3dE5gH7jK9mN1pQ3s and more', PLAIN],
    ['x-y/aB1 and more words here', PLAIN],
    ['ghp_short words here', PLAIN],
    ['some words ghp_ab more', PLAIN],
    ['glad_ghp_rest_of_it', PLAIN],
    ['the SG company here', PLAIN],
    ['the company of SG', PLAIN],
    ['bearer, letter here', PLAIN],
    ['a disc and more music', PLAIN],
    ['basic, a disc here', PLAIN],
    ['a colour and more music', PLAIN],
    ['it ends with the bearer', PLAIN],
  ])('finds %j plain', (text, expected) => {
    expect(scanText(text)).toBe(expected);
  });

  it.each([
    '"',
    '\\',
    '\n',
    '\u0000',
    '\u009f',
    '\udfff',
    '\u007f',
    '\u0085',
    '\u2028',
    '\u2029',
    '\ud83d\ude00',
    '\ud800',
  ])('sees that %j needs escaping, alone and within much text', (character) => {
    expect(scanText(character)).toBe(1);
    expect(scanText(`some words before${character}and after`)).toBe(1);
  });

  it.each(['some words\nbefore\u00e9', '\u2028 caf\u00e9', 'one "word" of many'])(
    'sees that %j needs escaping',
    (text) => {
      expect(scanText(text)).toBe(NEEDS_ESCAPE);
    },
  );

  it.each(SECRETS.map(([, text]) => text))('suspects %j', (text) => {
    expect(scanText(text)).toBe(SUSPICIOUS);
  });
});
