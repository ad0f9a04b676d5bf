import type { BaselineRow } from './baseline.ts';
import { formatLimit, formatValue } from './format.ts';

const WIDTH = 940;
const ROW = 26;
const TOP = 44;
const LABEL = 470;
const SCALE = 300;
/** Bars end here, at twice as good as the bar. */
const MAX = 2;

/**
 * A bar per row: how many times as good as its bar the value is, so that 1 is the bar in every row and
 * longer is better. Colours follow the reader's light or dark setting.
 */
export function toSvg(rows: readonly BaselineRow[]): string {
  const shown = rows.filter((row) => !('unavailable' in row));
  const height = TOP + shown.length * ROW + 16;
  const atBar = LABEL + SCALE / MAX;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="How many times as good as its bar each figure is">`,
    '<style>',
    'text { font: 12px system-ui, sans-serif; fill: #1f2328 } .dim { fill: #59636e }',
    '.line { stroke: #59636e; stroke-dasharray: 3 3 } .track { fill: #eaeef2 }',
    '.stretch { fill: #1a7f37 } .bar { fill: #0969da } .missed { fill: #cf222e } .mark { stroke: #1f2328; stroke-width: 2 }',
    '@media (prefers-color-scheme: dark) {',
    'text { fill: #f0f6fc } .dim { fill: #9198a1 } .line { stroke: #9198a1 } .track { fill: #262c36 }',
    '.stretch { fill: #3fb950 } .bar { fill: #4493f8 } .missed { fill: #f85149 } .mark { stroke: #f0f6fc } }',
    '</style>',
    `<text x="${atBar}" y="20" text-anchor="middle" class="dim">bar</text>`,
    `<text x="${LABEL + SCALE}" y="20" text-anchor="middle" class="dim">twice as good</text>`,
    `<text x="${LABEL - 8}" y="20" text-anchor="end" class="dim">mark: stretch · green: reached · blue: bar held · red: missed</text>`,
    ...shown.flatMap((row, index) => toBar(row, TOP + index * ROW)),
    `<line class="line" x1="${atBar}" x2="${atBar}" y1="28" y2="${height - 10}"/>`,
    '</svg>',
    '',
  ].join('\n');
}

function toBar(row: BaselineRow, y: number): string[] {
  if ('unavailable' in row) return [];
  const x = (times: number) => LABEL + (SCALE * Math.min(times, MAX)) / MAX;
  const end = x(timesAsGood(row.value, row));
  const stretch = x(timesAsGood(row.stretch, row));
  const title = escape(row.title.length > 70 ? `${row.title.slice(0, 69)}…` : row.title);
  return [
    `<text x="${LABEL - 8}" y="${y + 13}" text-anchor="end">${title}</text>`,
    `<rect class="track" x="${LABEL}" y="${y}" width="${SCALE}" height="18" rx="2"/>`,
    `<rect class="${row.verdict}" x="${LABEL}" y="${y}" width="${(end - LABEL).toFixed(1)}" height="18" rx="2"/>`,
    `<line class="mark" x1="${stretch.toFixed(1)}" x2="${stretch.toFixed(1)}" y1="${y}" y2="${y + 18}"/>`,
    `<text x="${LABEL + SCALE + 8}" y="${y + 13}">${escape(formatValue(row.value, row.unit))}<tspan class="dim" dx="6">(${escape(formatLimit(row.bar, row))})</tspan></text>`,
  ];
}

/** 1 is the bar, more is better. Where the bar is 0, nothing lost is the bar itself. */
export function timesAsGood(value: number, { bar, better }: Pick<BaselineRow, 'bar' | 'better'>): number {
  if (better === 'higher') return bar === 0 ? 1 : Math.max(0, value / bar);
  if (value <= 0) return bar === 0 ? 1 : MAX;
  return bar / value;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
