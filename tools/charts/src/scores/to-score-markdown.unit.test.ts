import type { ScoreTable } from './score-table.ts';
import { toScoreMarkdown } from './to-score-markdown.ts';

const check = (name: string) => ({ name, version: `${name} 1.0.0`, command: `run ${name}`, counts: 'faults' });

const table: ScoreTable = {
  schema: 'slipway.chart-scores/v1',
  checks: ['kubeconform', 'admission', 'pod-security', 'kube-score', 'checkov', 'extra'].map(check),
  excluded: [{ rule: 'odd', reason: 'It asks for two things at once.\n' }],
  scores: [
    {
      ...{ chart: 'ours', version: '0.1.0', source: 'deploy/charts/ours', isOurs: true, objects: 9 },
      given: [`image.digest=sha256:${'0'.repeat(64)}`],
      withoutTests: { kubeconform: {}, extra: { x: 4 } },
      withTests: { checkov: { B: 1, A: 1, C: 2 }, extra: { x: 4 } },
    },
    {
      ...{ chart: 'peer', version: '2.0.0', source: 'elsewhere', isOurs: false, objects: 3, given: [] },
      withoutTests: { 'kube-score': { a: 2, b: 1 }, checkov: { c: 4 } },
      withTests: { 'kube-score': { a: 2, b: 1 }, checkov: { c: 5 } },
    },
  ],
  recorded: [{ chart: 'other', version: '9.9.9', withoutTests: 27, why: 'not served' }],
};

const rowsOf = (chart: string) =>
  toScoreMarkdown(table)
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.includes(chart));

describe('toScoreMarkdown', () => {
  it('has a row per chart, with the compared checks added up', () => {
    expect(rowsOf('**ours**')).toEqual([
      '| **ours** | 0 | 0 | 0 | 0 | 0 | **0** | 4 |',
      '| **ours** | 0 | 0 | 0 | 0 | 4 | **4** | 4 |',
    ]);
    expect(rowsOf('peer 2.0.0')).toEqual([
      '| peer 2.0.0 | 0 | 0 | 0 | 3 | 4 | **7** | 0 |',
      '| peer 2.0.0 | 0 | 0 | 0 | 3 | 5 | **8** | 0 |',
    ]);
  });

  it('shows what was counted elsewhere in its sum alone, and says why', () => {
    expect(rowsOf('other')).toEqual(['| other 9.9.9 | – | – | – | – | – | **27** | – |', '| other | not served | |']);
  });

  it('names the rules that were broken, the most frequent first', () => {
    expect(toScoreMarkdown(table)).toContain('- ours, checkov: C × 2, A, B\n');
  });

  it('says what was run, given and excluded', () => {
    const text = toScoreMarkdown(table);
    expect(text).toContain('| checkov | checkov 1.0.0 | `run checkov` | faults |');
    expect(text).toContain('| ours | deploy/charts/ours | `--set image.digest=sha256:0…` |');
    expect(text).toContain('- `odd`: It asks for two things at once.\n');
    expect(toScoreMarkdown({ ...table, excluded: [] })).toContain('Nothing is excluded.\n');
  });
});
