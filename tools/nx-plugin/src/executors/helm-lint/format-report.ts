import type { LintFinding, LintReport } from '@slipway/engine';
import { hasPassed } from '@slipway/engine';

/** The report for people: one line per finding, the sum last. Pure. */
export function formatReport(report: LintReport): string[] {
  return [...report.findings.map(formatFinding), formatSum(report)];
}

function formatFinding({ severity, check, chart, environment, object, path, message }: LintFinding): string {
  const place = [chart, environment, object && `${object}${path ? ` ${path}` : ''}`].filter(Boolean).join('  ');
  const [first = '', ...rest] = message.split('\n');
  return [`${severity.padEnd(7)} ${place}: ${first} [${check}]`, ...rest.map((line) => `        ${line}`)].join('\n');
}

function formatSum(report: LintReport): string {
  const { objects, environments, findings, project, kubernetesVersion } = report;
  const where = environments.length > 0 ? environments.join(', ') : 'rendered for no environment';
  const looked = `${objects.valid + objects.invalid} objects against Kubernetes ${kubernetesVersion}`;
  const unknown = objects.unknown > 0 ? `, ${objects.unknown} of kinds without a schema not checked` : '';
  const count = findings.filter(({ severity }) => severity !== 'note').length;
  const verdict = hasPassed(report) ? 'nothing wrong' : `${count} ${count === 1 ? 'finding' : 'findings'}`;
  return `${project}: ${verdict} (${where}; ${looked}${unknown})`;
}
