import { parseOptions } from './options.ts';

describe('parseOptions', () => {
  it('takes all services, few cases and a random seed by default', () => {
    const { seed, ...options } = parseOptions([]);
    expect(options).toEqual({ only: undefined, examples: 40, paths: 10_000 });
    expect(Number.isInteger(seed)).toBe(true);
  });

  it('makes more cases in full', () => {
    expect(parseOptions(['--full', '--seed=7']).examples).toBe(1000);
  });

  it('reads names, a seed and a number of cases', () => {
    expect(parseOptions(['--only=a,b', '--only', 'c', '--seed=3', '--examples=9'])).toMatchObject({
      only: ['a', 'b', 'c'],
      seed: 3,
      examples: 9,
    });
  });

  it.each([['--seed=x'], ['--seed=0'], ['--examples='], ['--what']])('refuses %s', (arg) => {
    expect(() => parseOptions([arg])).toThrow(expect.objectContaining({ code: 'WrongUse', exitCode: 64 }));
  });
});
