import { HARMLESS, SECRETS } from './__fixtures__/texts.ts';
import { looksSecret, redactText } from './secret-text.ts';

describe('redactText', () => {
  it.each(SECRETS)('takes out %s', (_title, text, expected) => {
    expect(redactText(text)).toBe(expected);
    expect(looksSecret(text)).toBe(true);
  });

  it.each(HARMLESS)('leaves %j as it is', (text) => {
    expect(redactText(text)).toBe(text);
    expect(looksSecret(text)).toBe(false);
  });
});
