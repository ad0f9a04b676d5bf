import type { GoalRow, Measured } from '../bench.ts';
import type { Machine } from '../machine.ts';
import { toBaseline } from './baseline.ts';
import { judge } from './judge.ts';
import { timesAsGood, toSvg } from './to-svg.ts';
import { toMarkdown } from './to-markdown.ts';
import { toTable } from './to-table.ts';

const machine: Machine = {
  cpu: 'a CPU',
  cores: 2,
  memoryGiB: 24,
  os: 'linux 6.1',
  node: 'v24',
  libraries: { express: '5' },
};
const rows: GoalRow[] = [
  { id: 'cpu', title: 'CPU against <http>', unit: 'x', bar: 2.6, stretch: 2.2, better: 'lower' },
  { id: 'lost', title: 'lost | requests', unit: 'lost', bar: 0, stretch: 0, better: 'lower' },
  { id: 'flask', title: 'against Flask', unit: 'x', bar: 900, stretch: 1000, better: 'higher' },
];
const measured: Measured[] = [
  {
    id: 'cpu',
    value: 2.3456789,
    sides: [
      { name: 'ours', median: 26.123456, unit: 'us', spread: 0.1, rounds: 7 },
      { name: 'http', median: 11.1, unit: 'us', spread: 0, rounds: 7 },
    ],
    how: 'By CPU.',
    isRough: true,
  },
  {
    id: 'lost',
    value: 3,
    sides: [{ name: 'ours', median: 900, unit: 'answers', spread: 0, rounds: 1 }],
    how: 'By count.',
  },
  { id: 'flask', unavailable: 'flask is not available here' },
];
const results = judge(rows, measured);
const baseline = toBaseline(results, machine, new Date('2026-11-21T23:59:59Z'));

describe('toTable', () => {
  it('says value, limits and verdict of every row', () => {
    expect(toTable(results).split('\n')).toEqual([
      'goal                ours                         bar        stretch    verdict',
      'CPU against <http>  2.35                         <= 2.60    <= 2.20    bar held (rough)',
      'lost | requests     3 lost                       <= 0 lost  <= 0 lost  MISSED',
      'against Flask       flask is not available here  >= 900     >= 1,000   not measured',
      '',
    ]);
  });
});

describe('toBaseline', () => {
  it('keeps four digits, the day and the verdicts', () => {
    expect(baseline).toMatchObject({ schema: 'slipway.benchmarks/v1', date: '2026-11-21', machine });
    expect(baseline.rows.map(({ verdict }) => verdict)).toEqual(['bar', 'missed', 'unavailable']);
    expect(baseline.rows[0]).toMatchObject({ value: 2.346, sides: [{ median: 26.12 }, { median: 11.1 }] });
  });
});

describe('toMarkdown', () => {
  const page = toMarkdown(baseline, {
    title: 'Services: benchmarks',
    command: 'npx nx run bench:services',
    chart: 'chart.svg',
  });

  it('has a row per goal, also for what was not measured', () => {
    expect(page).toContain(
      '| CPU against <http> | 2.35 | <= 2.60 | <= 2.20 | bar held (rough: the machine was busy) |',
    );
    expect(page).toContain('| lost \\| requests | 3 lost | <= 0 lost | <= 0 lost | MISSED |');
    expect(page).toContain('| against Flask | flask is not available here | >= 900 | >= 1,000 | not measured |');
  });

  it('says how each figure was measured, with both sides', () => {
    expect(page).toContain('(`cpu`): ours 26.1 us (±5 %); http 11.1 us (±0 %); 7 rounds. By CPU.');
    expect(page).toContain('![How far each figure is from its bar](chart.svg)');
  });
});

describe('toSvg', () => {
  const picture = toSvg(baseline.rows);

  it('draws a bar per measured row in the colour of its verdict', () => {
    expect(picture.match(/<rect class="(bar|missed|stretch)"/g)).toEqual(['<rect class="bar"', '<rect class="missed"']);
    expect(picture).toContain('CPU against &lt;http&gt;');
    expect(picture).not.toContain('against Flask');
  });

  it('has colours for both settings of a reader', () => {
    expect(picture).toContain('@media (prefers-color-scheme: dark)');
  });
});

describe('timesAsGood', () => {
  it.each([
    [1.3, 2.6, 'lower', 2],
    [5.2, 2.6, 'lower', 0.5],
    [0, 0, 'lower', 1],
    [3, 0, 'lower', 0],
    [0, 2, 'lower', 2],
    [-0.1, 0.4, 'lower', 2],
    [-1, 5, 'higher', 0],
    [10, 5, 'higher', 2],
    [1, 0, 'higher', 1],
  ] as const)('is, for %d with the bar at %d and %s better, %d', (value, bar, better, expected) => {
    expect(timesAsGood(value, { bar, better })).toBe(expected);
  });
});
