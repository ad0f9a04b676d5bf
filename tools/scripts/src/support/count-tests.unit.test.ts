import type { Counts, TaskOutcome } from './count-tests.ts';
import { countTasks, toCountLine } from './count-tests.ts';

const task = (target: string, status: string, project = 'a'): TaskOutcome => ({ project, target, status });
const count = (tasks: TaskOutcome[], results?: Counts) => countTasks(tasks, () => results);

describe('countTasks', () => {
  it.each([
    ['tests by their number', [task('test', 'success')], { passed: 5, failed: 0 }, { passed: 5, failed: 0 }],
    [
      'tests that were run for their coverage',
      [task('coverage', 'success')],
      { passed: 5, failed: 0 },
      { passed: 5, failed: 0 },
    ],
    ['too little coverage', [task('coverage', 'failure')], { passed: 5, failed: 0 }, { passed: 5, failed: 1 }],
    ['cached tests as well', [task('test', 'local-cache')], { passed: 5, failed: 0 }, { passed: 5, failed: 0 }],
    ['failed tests', [task('test', 'failure')], { passed: 4, failed: 2 }, { passed: 4, failed: 2 }],
    ['a run that died after good tests', [task('test', 'failure')], { passed: 4, failed: 0 }, { passed: 4, failed: 1 }],
    ['a run without results', [task('test', 'failure')], undefined, { passed: 0, failed: 1 }],
    [
      'any other task as one',
      [task('lint', 'success'), task('typecheck', 'failure')],
      undefined,
      { passed: 1, failed: 1 },
    ],
    ['what was skipped as failed', [task('lint', 'skipped')], undefined, { passed: 0, failed: 1 }],
    ['nothing as nothing', [], undefined, { passed: 0, failed: 0 }],
  ])('counts %s', (_title, tasks, results, expected) => {
    expect(count(tasks, results)).toEqual(expected);
  });
});

describe('toCountLine', () => {
  it('is the line that other scripts read', () =>
    expect(toCountLine({ passed: 3, failed: 0 })).toBe('3 passed, 0 failed\n'));
});
