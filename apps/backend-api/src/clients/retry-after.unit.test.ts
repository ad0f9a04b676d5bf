import { toRetryAfterMs } from './retry-after.ts';

const NOW = Date.UTC(2026, 10, 21, 6, 30, 0);

describe('toRetryAfterMs', () => {
  it.each([
    ['7', 7000],
    ['0', 0],
    [' 3 ', 3000],
    ['999999999', 86_400_000],
    ['Sat, 21 Nov 2026 06:30:05 GMT', 5000],
    ['Sat, 21 Nov 2026 06:29:00 GMT', 0],
    ['Sat, 21 Nov 2099 06:29:00 GMT', 86_400_000],
    ['Saturday, 21-Nov-26 06:30:02 GMT', 2000],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
    ['2026-11-21T06:30:05Z', undefined],
    ['Xyz, 99 Foo 2026 GMT', undefined],
    [undefined, undefined],
    [['1', '2'], undefined],
  ])('reads %j as %j', (header, expected) => {
    expect(toRetryAfterMs(header, NOW)).toBe(expected);
  });
});
