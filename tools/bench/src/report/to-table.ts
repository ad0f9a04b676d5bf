import { formatTable } from '@slipway/cli';
import { formatLimit, formatValue } from './format.ts';
import type { Result, Verdict } from './judge.ts';

/** How verdicts are printed. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  stretch: 'stretch reached',
  bar: 'bar held',
  missed: 'MISSED',
  unavailable: 'not measured',
};

/** The results as aligned text. */
export function toTable(results: readonly Result[]): string {
  const lines = results.map(({ row, measured, verdict }) => [
    row.title,
    'unavailable' in measured ? measured.unavailable : formatValue(measured.value, row.unit),
    formatLimit(row.bar, row),
    formatLimit(row.stretch, row),
    `${VERDICT_WORDS[verdict]}${'isRough' in measured && measured.isRough ? ' (rough)' : ''}`,
  ]);
  return `${formatTable([['goal', 'ours', 'bar', 'stretch', 'verdict'], ...lines])}\n`;
}
