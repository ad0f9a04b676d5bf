import type { GoalRow, Measured } from '../bench.ts';

export type Verdict = 'stretch' | 'bar' | 'missed' | 'unavailable';

/** One row as it was found. */
export type Result = { row: GoalRow; measured: Measured; verdict: Verdict };

/** Whether a value reaches a limit. */
export function reaches(value: number, limit: number, better: GoalRow['better']): boolean {
  return better === 'lower' ? value <= limit : value >= limit;
}

/** Sets what was measured against its row. A row of which the bench says nothing is a fault of the bench. */
export function judge(rows: readonly GoalRow[], measured: readonly Measured[]): Result[] {
  return rows.map((row) => {
    const found = measured.find(({ id }) => id === row.id);
    if (found === undefined) throw new Error(`judge ${row.id}: its bench gave no figure and no reason.`);
    return { row, measured: found, verdict: verdictOf(row, found) };
  });
}

function verdictOf(row: GoalRow, measured: Measured): Verdict {
  if ('unavailable' in measured) return 'unavailable';
  if (reaches(measured.value, row.stretch, row.better)) return 'stretch';
  return reaches(measured.value, row.bar, row.better) ? 'bar' : 'missed';
}
