import { isTimeOrUrl } from './time-or-url.ts';

describe('isTimeOrUrl', () => {
  it.each(['06:30', 'a9:0b', '0:9', 'http://x', '://', 'a://'])('knows the first colon of %j', (text) => {
    expect(isTimeOrUrl(text, text.indexOf(':'))).toBe(true);
  });

  it.each([':', 'a:b', '1:b', 'a:1', '1:', ':1', 'a:/b', 'a: //', '/:1', '1:/', '::', '1::', '//:a'])(
    'lets the first colon of %j be',
    (text) => {
      expect(isTimeOrUrl(text, text.indexOf(':'))).toBe(false);
    },
  );
});
