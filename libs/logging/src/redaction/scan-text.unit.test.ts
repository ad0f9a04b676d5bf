import { HEX64, SECRETS } from './__fixtures__/texts.ts';
import { PLAIN, scanText, SUSPICIOUS } from './scan-text.ts';

describe('scanText', () => {
  it.each([
    ['GET', PLAIN],
    ['/download_external_logs', PLAIN],
    ['550e8400-e29b-41d4-a716-446655440000', PLAIN],
    [HEX64, PLAIN],
    ['2026-11-21T06:30:04.123Z', PLAIN],
    ['http://host/path', PLAIN],
    ['caf\u00e9 \u20ac', PLAIN],
  ])('finds %j plain', (text, expected) => {
    expect(scanText(text)).toBe(expected);
  });

  it.each(['"', '\\', '\n', '\u0000', '\u007f', '\u0085', '\u2028', '\u2029', '\ud83d\ude00', '\ud800'])(
    'sees that %j needs escaping, alone and within much text',
    (character) => {
      expect(scanText(character)).toBe(1);
      expect(scanText(`some words before${character}and after`)).toBe(1);
    },
  );

  it.each(SECRETS.map(([, text]) => text))('suspects %j', (text) => {
    expect(scanText(text)).toBe(SUSPICIOUS);
  });
});
