import { compareGoVersions, goLineOf, parseGoVersion } from './go-version.ts';

describe('compareGoVersions', () => {
  it.each([
    ['1.9', '1.21', -1],
    ['1.26', '1.26.0', 0],
    ['1.26.10', '1.26.9', 1],
    ['2.0', '1.99.9', 1],
    ['1.27rc1', '1.26.8', 1],
    ['1.26.0', '1.26.4', -1],
  ])('%s against %s', (a, b, expected) => {
    expect(Math.sign(compareGoVersions(a, b))).toBe(expected);
  });
});

describe('parseGoVersion', () => {
  it.each([
    ['go version go1.26.8 linux/amd64\n', '1.26.8'],
    ['go version go1.19 linux/arm64', '1.19'],
    ['go version go1.27rc2 darwin/arm64', '1.27rc2'],
    ['go version go1.24.1 X:nocoverageredesign linux/amd64', '1.24.1'],
    ['something else', undefined],
  ])('reads %j', (output, expected) => {
    expect(parseGoVersion(output)).toBe(expected);
  });
});

describe('goLineOf', () => {
  it('reads the go line and not the toolchain line', () => {
    expect(goLineOf('module x\n\ngo 1.26.4\n\ntoolchain go1.27.0\n')).toBe('1.26.4');
  });
});
