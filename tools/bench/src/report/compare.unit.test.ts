import type { GoalRow } from '../bench.ts';
import type { Baseline } from './baseline.ts';
import { findMoves } from './compare.ts';
import { judge } from './judge.ts';

const row: GoalRow = { id: 'a', title: 'A', unit: 'x', bar: 10, stretch: 1, better: 'lower' };
const baselineOf = (value: number, better: GoalRow['better'] = 'lower') =>
  ({ rows: [{ ...row, better, value, sides: [], how: '', verdict: 'bar' }] }) as unknown as Baseline;
const resultsOf = (value: number, better: GoalRow['better'] = 'lower') =>
  judge([{ ...row, better }], [{ id: 'a', value, sides: [], how: '' }]);

describe('findMoves', () => {
  it.each([
    [2, 2.2],
    [2, 1.8],
    [0, 0],
  ])('takes %d to %d for the same', (was, is) => {
    expect(findMoves(baselineOf(was), resultsOf(is))).toEqual([]);
  });

  it.each([
    [2, 2.21, 'lower', 'worse'],
    [2, 1.79, 'lower', 'better'],
    [2, 2.21, 'higher', 'better'],
    [2, 1.79, 'higher', 'worse'],
    [0, 1, 'lower', 'worse'],
  ] as const)('finds %d to %d where %s is better: %s', (was, is, better, direction) => {
    expect(findMoves(baselineOf(was, better), resultsOf(is, better))).toEqual([{ id: 'a', was, is, direction }]);
  });

  it('leaves out rows that only one side measured', () => {
    expect(findMoves({ rows: [] } as unknown as Baseline, resultsOf(3))).toEqual([]);
    expect(findMoves(baselineOf(2), judge([row], [{ id: 'a', unavailable: 'no wrk' }]))).toEqual([]);
  });
});
