import type { BrokenRules, ChartScore, ScoreTable } from './score-table.ts';
import { COMPARED, countOf, sumOf } from './score-table.ts';

/** docs/charts/scores.md from the measured figures. Pure; not formatted. */
export function toScoreMarkdown(table: ScoreTable): string {
  return [
    '# Charts: scores',
    '',
    'Made by `npx nx run charts:scores` from what the programs below said; do not edit. A figure is the number of faults that',
    "a check finds in a chart's default render: fewer is better. Charts of this repository stand in bold.",
    '',
    '## Without test pods',
    '',
    'Tests are left out by `--skip-tests`, in charts of this repository by `test.enabled=false`, which takes the NetworkPolicy of the',
    'test pod away too.',
    '',
    ...toTable(table, 'withoutTests'),
    '',
    '## With test pods',
    '',
    'The same renders with the pods of `helm test`.',
    '',
    ...toTable(table, 'withTests'),
    '',
    '"Sum" adds the columns before it, which say something about any chart; stack is all services at once. Of the others,',
    'kube-linter has checks that only fit some, and policies are the rules of this repository, which no other chart was written',
    'for.',
    '',
    '## What was run',
    '',
    '| column | program | command | what counts |',
    '| --- | --- | --- | --- |',
    ...table.checks.map(
      ({ name, version, command, counts }) => `| ${name} | ${version} | \`${command}\` | ${counts} |`,
    ),
    '',
    ...toExcluded(table.excluded),
    '| chart | from | values beside the defaults |',
    '| --- | --- | --- |',
    ...table.scores.map(({ chart, source, given }) => `| ${chart} | ${source} | ${given.map(toSet).join(' ')} |`),
    ...table.recorded.map(({ chart, why }) => `| ${chart} | ${why} | |`),
    '',
    'All are rendered by `helm template NAME CHART -n shop`. An image needs an identity: each is given the same digest, 64',
    'zeros, in the way that the chart takes one.',
    '',
    ...toRules(table.scores),
  ].join('\n');
}

function toTable({ checks, scores, recorded }: ScoreTable, which: 'withoutTests' | 'withTests'): string[] {
  const extra = checks.map(({ name }) => name).filter((name) => !COMPARED.includes(name));
  const head = ['chart', ...COMPARED, 'sum', ...extra];
  const rows = scores.map((score) => {
    const count = (name: string) => String(countOf(score[which][name]));
    const title = score.isOurs ? `**${score.chart}**` : `${score.chart} ${score.version}`;
    return [title, ...COMPARED.map(count), `**${sumOf(score[which])}**`, ...extra.map(count)];
  });
  const known = recorded
    .filter(() => which === 'withoutTests')
    .map(({ chart, version, withoutTests }) => [
      `${chart} ${version}`,
      ...COMPARED.map(() => '–'),
      `**${withoutTests}**`,
      ...extra.map(() => '–'),
    ]);
  return [head, head.map(() => '---'), ...rows, ...known].map((cells) => `| ${cells.join(' | ')} |`);
}

function toExcluded(excluded: ScoreTable['excluded']): string[] {
  if (excluded.length === 0) return ['Nothing is excluded.', ''];
  return [
    'Excluded from "kube-linter, all" for every chart, as `deploy/lint.yaml` does:',
    '',
    ...excluded.map(({ rule, reason }) => `- \`${rule}\`: ${reason.trim()}`),
    '',
  ];
}

/** A value with its digest cut short. */
function toSet(value: string): string {
  return `\`--set ${value.replace(/0{64}$/, '0…')}\``;
}

/** Which rules each chart breaks, test pods included. */
function toRules(scores: readonly ChartScore[]): string[] {
  const lines = scores.flatMap(({ chart, withTests }) => {
    const broken = Object.entries(withTests).filter(([, rules]) => countOf(rules) > 0);
    return broken.map(([check, rules]) => `- ${chart}, ${check}: ${toList(rules)}`);
  });
  return ['## Which rules', '', 'With test pods.', '', ...lines, ''];
}

/** The most frequent first. */
function toList(rules: BrokenRules): string {
  return Object.entries(rules)
    .sort(([a, times], [b, others]) => others - times || (a < b ? -1 : 1))
    .map(([rule, times]) => (times === 1 ? rule : `${rule} × ${times}`))
    .join(', ');
}
