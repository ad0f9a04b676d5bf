import { pieceLengthOf } from './piece-length.ts';

describe('pieceLengthOf', () => {
  it.each([
    ['word', 4],
    ['twoWords', 4],
    ['getHTTPServer12', 3.75],
    ['ABC', 3],
    ['ABC-d', 2],
    ['x1234', 2.5],
    ['aB', 1],
    ['AbCdEf', 2],
    ['a-b/c+d', 1],
    ['one_two', 3],
    ['--abc', 3],
    ['HTTPServer', 5],
  ])('finds pieces of %j to have %d characters', (text, length) => {
    expect(pieceLengthOf(text)).toBe(length);
  });
});
