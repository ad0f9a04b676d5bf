import type { GoalRow, Measured } from '../bench.ts';
import { judge } from './judge.ts';

const lower: GoalRow = { id: 'cpu', title: 'CPU', unit: 'x', bar: 2.6, stretch: 2.2, better: 'lower' };
const higher: GoalRow = { ...lower, id: 'rate', bar: 0.62, stretch: 0.75, better: 'higher' };
const found = (id: string, value: number): Measured => ({ id, value, sides: [], how: '' });

describe('judge', () => {
  it.each([
    [lower, 2.2, 'stretch'],
    [lower, 2.21, 'bar'],
    [lower, 2.6, 'bar'],
    [lower, 2.61, 'missed'],
    [lower, NaN, 'missed'],
    [higher, 0.75, 'stretch'],
    [higher, 0.74, 'bar'],
    [higher, 0.62, 'bar'],
    [higher, 0.61, 'missed'],
  ])('judges %o at %d: %s', (row, value, verdict) => {
    expect(judge([row], [found(row.id, value)])).toEqual([{ row, measured: found(row.id, value), verdict }]);
  });

  it('keeps the reason of a row that could not be measured', () => {
    const [result] = judge([lower], [{ id: 'cpu', unavailable: 'no wrk' }]);
    expect(result).toMatchObject({ verdict: 'unavailable', measured: { unavailable: 'no wrk' } });
  });

  it('refuses a bench that says nothing of a row', () => {
    expect(() => judge([lower, higher], [found('cpu', 1)])).toThrow('judge rate');
  });
});
