import { planEndToEnd } from './heavy-tier.ts';

const FILES = ['autoscaling.full.test.ts', 'faults.e2e.test.ts', 'images.e2e.test.ts'];
const ALL = '--testMatch=**/tools/e2e/src/*.{e2e,full}.test.ts';

function plan(...args: string[]) {
  const { jestArgs, heavy } = planEndToEnd(args, FILES);
  return { jestArgs, heavy: heavy.map(({ name }) => name) };
}

describe('planEndToEnd', () => {
  it.each([
    ['the tests on a cluster alone', [], { jestArgs: [], heavy: [] }],
    [
      'the heavy tier as well when it is full',
      ['--full'],
      { jestArgs: [ALL], heavy: ['network-policies', 'fuzz', 'mutation'] },
    ],
    [
      'tests that take minutes by name when it is full',
      ['autoscaling', '--full'],
      { jestArgs: ['autoscaling', ALL], heavy: [] },
    ],
    ['files by name', ['faults'], { jestArgs: ['faults'], heavy: [] }],
    ['a heavy check by name, without a cluster', ['--full', 'fuzz'], { jestArgs: undefined, heavy: ['fuzz'] }],
    ['both by name', ['images', '--full', 'fuzz'], { jestArgs: ['images', 'fuzz', ALL], heavy: ['fuzz'] }],
    ['nothing heavy by name unless it is full', ['fuzz'], { jestArgs: ['fuzz'], heavy: [] }],
    ['jest for a name that fits nothing, which fails', ['--full', 'x'], { jestArgs: ['x', ALL], heavy: [] }],
    [
      'all with the options of jest',
      ['--full', '-t', 'a'],
      { jestArgs: ['-t', 'a', ALL], heavy: ['network-policies', 'fuzz', 'mutation'] },
    ],
  ])('runs %s', (_title, args, expected) => {
    expect(plan(...args)).toEqual(expected);
  });
});
