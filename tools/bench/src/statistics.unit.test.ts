import { median, shuffle, spread } from './statistics.ts';

describe('median', () => {
  it.each([
    ['the middle of an odd count', [9, 1, 5], 5],
    ['the mean of the middle two of an even count', [10, 1, 4, 2], 3],
    ['one value itself', [7], 7],
  ])('is %s', (_title, values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('leaves its values in their order', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('is refused for nothing', () => {
    expect(() => median([])).toThrow('there are no values');
  });
});

describe('spread', () => {
  it('is the distance of the extremes against the median', () => {
    expect(spread([10, 8, 13])).toBe(0.5);
  });

  it.each([[[4]], [[0, 0, 0]], [[-1, 0, 1]]])('is 0 for %j', (values) => {
    expect(spread(values)).toBe(0);
  });
});

describe('shuffle', () => {
  it('keeps every item once', () => {
    expect(shuffle([1, 2, 3, 4, 5]).sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it.each([
    [0, ['b', 'c', 'a']],
    [0.999, ['a', 'b', 'c']],
  ])('follows chance (%d)', (chance, expected) => {
    expect(shuffle(['a', 'b', 'c'], () => chance)).toEqual(expected);
  });
});
