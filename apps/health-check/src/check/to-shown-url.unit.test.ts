import { toShownUrl } from './to-shown-url.ts';

describe('toShownUrl', () => {
  it.each([
    ['http://backend-api/download_external_logs?env=production', undefined],
    ['http://user:canary@host/a', 'http://host/a'],
    ['http://host/a?api_key=canary&limit=1', 'http://host/a?api_key=[redacted]&limit=1'],
    ['http://host/a?sig=ghp_canary0123456789canary0123', 'http://host/a?sig=[redacted]'],
    ['http://host/a?x=ghp_canary0123456789canary0123', 'http://host/a?x=[redacted]'],
    ['https://host:8443/a#canary', 'https://host:8443/a'],
    ['http://[', 'an address that is none'],
  ])('shows %s without what is secret', (url, expected = url) => {
    expect(toShownUrl(url)).toBe(expected);
  });
});
