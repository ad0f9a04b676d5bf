import { parseCount, parseDuration, parseNames } from './parse-duration.ts';

describe('parseDuration', () => {
  it.each([
    ['30s', 30_000],
    ['1m30s', 90_000],
    ['500ms', 500],
    ['1.5h', 5_400_000],
  ])('reads %s', (text, ms) => expect(parseDuration(text)).toBe(ms));

  it.each(['', '10', 's', '10 s', '-1s', '0s', '1d', '1s2'])('refuses %j', (text) => {
    expect(() => parseDuration(text)).toThrow();
  });
});

describe('parseCount', () => {
  it('reads a whole number', () => expect(parseCount('12')).toBe(12));
  it.each(['0', '-1', '1.5', 'x', '', '9'.repeat(9)])('refuses %j', (text) => expect(() => parseCount(text)).toThrow());
});

describe('parseNames', () => {
  it('splits, trims and joins repeated options', () => {
    expect(parseNames('b, c,b', ['a'])).toEqual(['a', 'b', 'c']);
  });
  it.each(['', ' , '])('refuses %j', (text) => expect(() => parseNames(text)).toThrow());
});
