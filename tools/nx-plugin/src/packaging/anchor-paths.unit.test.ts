import { anchorPaths } from './anchor-paths.ts';

describe('anchorPaths', () => {
  it('makes a module look for its files where the package has them', () => {
    const source = "const files = join(import.meta.dirname, '..', 'files');";
    expect(anchorPaths(source, 'tools/x/src')).toBe(
      `const files = join((import.meta.dirname + "/../tools/x/src"), '..', 'files');`,
    );
  });

  it('leaves a module alone that looks for nothing', () => {
    expect(anchorPaths('export const a = import.meta.url;', 'tools/x')).toBe('export const a = import.meta.url;');
  });
});
