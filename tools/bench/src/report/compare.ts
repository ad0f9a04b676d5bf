import type { Baseline } from './baseline.ts';
import type { Result } from './judge.ts';

/** By how much a value may move before it means something. */
export const MAX_MOVE = 0.1;
/** 2.2 is not more than a tenth above 2, whatever the bits say. */
const ROUNDING = 1e-9;

/** A value that moved. */
export interface Move {
  id: string;
  was: number;
  is: number;
  direction: 'better' | 'worse';
}

/** Values that moved by more than 10 % against a baseline. Rows that either side did not measure are left out. */
export function findMoves(baseline: Baseline, results: readonly Result[]): Move[] {
  return results.flatMap(({ row, measured }) => {
    const old = baseline.rows.find(({ id }) => id === row.id);
    if (old === undefined || 'unavailable' in old || 'unavailable' in measured) return [];
    const { value: was } = old;
    const { value: is } = measured;
    if (Math.abs(is - was) <= MAX_MOVE * Math.abs(was) + ROUNDING) return [];
    return [{ id: row.id, was, is, direction: is < was === (row.better === 'lower') ? 'better' : 'worse' }];
  });
}
