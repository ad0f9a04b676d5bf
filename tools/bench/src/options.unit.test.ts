import { parseOptions, selectBenches } from './options.ts';

describe('parseOptions', () => {
  it('runs everything in full by default', () => {
    expect(parseOptions([])).toEqual({
      suite: 'services',
      only: undefined,
      isQuick: false,
      out: undefined,
      isCompared: false,
    });
  });

  it('takes names by comma and by repetition', () => {
    expect(parseOptions(['--suite=engine', '--only=a,b', '--only', 'c', '--quick', '--out=x', '--compare'])).toEqual({
      suite: 'engine',
      only: ['a', 'b', 'c'],
      isQuick: true,
      out: 'x',
      isCompared: true,
    });
  });

  it('refuses what it does not know', () => {
    expect(() => parseOptions(['--suite=charts'])).toThrow('There is no suite charts; there are services, engine.');
    expect(() => parseOptions(['--fast'])).toThrow("Unknown option '--fast'");
  });
});

describe('selectBenches', () => {
  const benches = [{ name: 'a' }, { name: 'b' }];

  it('keeps the order of the benches', () => {
    expect(selectBenches(benches, ['b', 'a'])).toEqual(benches);
    expect(selectBenches(benches, undefined)).toEqual(benches);
    expect(selectBenches(benches, ['b'])).toEqual([{ name: 'b' }]);
  });

  it('names the benches that there are', () => {
    expect(() => selectBenches(benches, ['c'])).toThrow('There is no bench c; there are a, b.');
  });
});
