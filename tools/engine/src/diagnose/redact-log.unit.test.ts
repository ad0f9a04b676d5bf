import { redactLine } from './redact-log.ts';

describe('redactLine', () => {
  it.each([
    ['Authorization: Bearer canary-canary', 'canary'],
    ['DB_PASSWORD=canary123', 'canary'],
    ['{"apiKey":"canary123","level":"info"}', 'canary'],
    ['postgres://user:canary@db/x', 'canary'],
    ['the value is k4n4ry-known', 'k4n4ry-known'],
  ])('hides what is secret in %s', (line, secret) => {
    expect(redactLine(line, ['k4n4ry-known'])).not.toContain(secret);
  });

  it('leaves an ordinary line alone', () => {
    expect(redactLine('listening on 0.0.0.0:5000, token bucket of 10')).toBe(
      'listening on 0.0.0.0:5000, token bucket of 10',
    );
  });
});
