import type { LintCheck, LintFinding, LintReport } from '@slipway/contracts';
import { formatDuration } from './format-duration.ts';
import { formatTable } from './format-table.ts';

/** A lint report for people: a table of the checks, what was not looked at, each finding, the sum last. Pure. */
export function toLintText(report: LintReport): string {
  const ran = report.checks.filter(({ state }) => state === 'passed' || state === 'failed');
  const header = ['check', 'version', 'renders', 'objects', 'findings', 'time'];
  return [
    formatTable([header, ...ran.map(toRow)]),
    ...report.checks.flatMap(({ name, state, reason }) => (state === 'skipped' ? [`skipped: ${name}: ${reason}`] : [])),
    ...report.checks.flatMap(({ name, state, reason }) => (state === 'elsewhere' ? [`runs ${reason}: ${name}`] : [])),
    ...toNotAsked(report.checks),
    ...report.findings.flatMap(toFindingLines),
    toSum(report),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function toRow({ name, version = '', renders, objects, findings, excluded, durationMs }: LintCheck): string[] {
  return [
    name,
    version,
    String(renders),
    String(objects),
    `${findings}${excluded > 0 ? ` (${excluded} excluded)` : ''}`,
    formatDuration(durationMs),
  ];
}

function toNotAsked(checks: readonly LintCheck[]): string[] {
  const names = checks.filter(({ state }) => state === 'not-asked').map(({ name }) => name);
  return names.length > 0 ? [`not asked for: ${names.join(', ')}`] : [];
}

function toFindingLines(finding: LintFinding): string[] {
  const { severity, check, rule, renders, object, container, path, file, line, valuesFiles, message, fix } = finding;
  const place = [object, container && `container ${container}`, path].filter(Boolean).join(' ');
  const [first = '', ...rest] = message.split('\n');
  const where = `${file}${line === undefined ? '' : `:${line}`}`;
  const values = valuesFiles.filter((name) => name !== file);
  return [
    `${severity.padEnd(7)} ${where}: ${place ? `${place}: ` : ''}${first} [${check}/${rule}]`,
    ...rest.map((text) => `        ${text}`),
    ...(renders.length > 0
      ? [`        in ${renders.join(', ')}${values.length > 0 ? ` (values: ${values.join(', ')})` : ''}`]
      : []),
    `        fix: ${fix.replaceAll(/\s*\n\s*/g, ' ')}`,
  ];
}

function toSum({ charts, findings, exitCode, kubernetesVersions, checks }: LintReport): string {
  const count = findings.filter(({ severity }) => severity !== 'note').length;
  const skipped = checks.filter(({ state }) => state === 'skipped').length;
  const renders = charts.reduce((sum, chart) => sum + chart.renders.length, 0);
  const objects = charts.reduce((sum, chart) => sum + chart.objects, 0);
  const found = count === 0 ? 'nothing wrong' : `${count} ${count === 1 ? 'finding' : 'findings'}`;
  const failing = exitCode !== 0 && count === 0 ? ', which fails' : '';
  return [
    `${charts.map(({ project }) => project).join(', ')}: ${found}`,
    skipped > 0 ? `, ${skipped} ${skipped === 1 ? 'check' : 'checks'} skipped${failing}` : '',
    ` (${renders} renders, ${objects} objects, Kubernetes ${kubernetesVersions.join(', ')})`,
  ].join('');
}
