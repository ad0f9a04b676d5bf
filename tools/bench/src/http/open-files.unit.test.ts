import { hardLimitIn } from './open-files.ts';

describe('hardLimitIn', () => {
  it.each([
    [
      'the hard limit, not the soft one',
      'Max processes 1 2 processes\nMax open files            1024     20000    files\n',
      20_000,
    ],
    ['no limit', 'Max open files            1024     unlimited    files\n', Infinity],
    ['nothing where there is no such file', '', Infinity],
  ])('finds %s', (_title, text, expected) => {
    expect(hardLimitIn(text)).toBe(expected);
  });
});
