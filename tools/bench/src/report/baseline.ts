import type { GoalRow, Measured } from '../bench.ts';
import type { Machine } from '../machine.ts';
import type { Result, Verdict } from './judge.ts';

/** What a run leaves behind as JSON, and what later runs are compared with. */
export interface Baseline {
  schema: 'slipway.benchmarks/v1';
  /** Day of the run, UTC. */
  date: string;
  machine: Machine;
  rows: BaselineRow[];
}

export type BaselineRow = GoalRow & Measured & { verdict: Verdict };

/** Makes the document of a run. */
export function toBaseline(results: readonly Result[], machine: Machine, now: Date): Baseline {
  return {
    schema: 'slipway.benchmarks/v1',
    date: now.toISOString().slice(0, 10),
    machine,
    rows: results.map(({ row, measured, verdict }) => round({ ...row, ...measured, verdict })),
  };
}

/** Four significant digits say more than was measured. */
function round(row: BaselineRow): BaselineRow {
  if ('unavailable' in row) return row;
  const sides = row.sides.map((side) => ({
    ...side,
    median: significant(side.median),
    spread: significant(side.spread),
  }));
  return { ...row, value: significant(row.value), sides };
}

function significant(value: number): number {
  return Number(value.toPrecision(4));
}
