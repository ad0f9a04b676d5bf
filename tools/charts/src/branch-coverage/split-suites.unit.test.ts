import { splitSuite } from './split-suites.ts';

describe('splitSuite', () => {
  const HEAD = 'suite: a\nset: { mode: 0444 } # octal\ntests:\n';
  const ONE = "  - it: is one\n    asserts:\n      - equal: { path: a, value: '- it: two' }\n\n";
  const TWO = '  # About two.\n  - it: is two\n    set: { b: 1 }\n';

  it('gives a suite per case, all else as it is written', () => {
    expect(splitSuite('a_test.yaml', `${HEAD}${ONE}${TWO}release: { name: a }\n`)).toEqual([
      expect.stringMatching(/0444 } # octal[^]*it: is one[^]*release:/),
      expect.stringMatching(/0444 } # octal[^]*it: is two[^]*release:/),
    ]);
    const [one = '', two = ''] = splitSuite('a_test.yaml', `${HEAD}${ONE}${TWO}`);
    expect([one.includes('is two'), two.includes('is one')]).toEqual([false, false]);
  });

  it.each(['suite: a\n', 'tests: []\n', 'tests: [{ it: is one }]\n'])(
    'refuses a suite without a list of cases: %j',
    (text) => {
      expect(() => splitSuite('a_test.yaml', text)).toThrow('split a_test.yaml: write tests as a list');
    },
  );
});
