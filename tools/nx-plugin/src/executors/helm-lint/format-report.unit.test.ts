import type { LintReport } from '@slipway/engine';
import { formatReport } from './format-report.ts';

const aReport = (change: Partial<LintReport> = {}): LintReport => ({
  schema: 'slipway.lint/v1',
  project: 'api',
  chart: 'deploy/charts/api',
  environments: ['dev', 'prod'],
  kubernetesVersion: '1.36.3',
  objects: { valid: 6, invalid: 0, unknown: 0 },
  findings: [],
  ...change,
});

describe('formatReport', () => {
  it('says in one line that nothing is wrong', () => {
    expect(formatReport(aReport())).toEqual(['api: nothing wrong (dev, prod; 6 objects against Kubernetes 1.36.3)']);
  });

  it('gives a line per finding with severity, chart, environment, object, path and check', () => {
    const findings: LintReport['findings'] = [
      {
        severity: 'error',
        check: 'schema',
        chart: 'deploy/charts/api',
        environment: 'prod',
        object: 'Service/api',
        path: '/spec',
        message: 'bad',
      },
      {
        severity: 'note',
        check: 'schema',
        chart: 'deploy/charts/api',
        environment: 'dev',
        object: 'X/api',
        message: 'two\nlines',
      },
    ];
    expect(formatReport(aReport({ findings, objects: { valid: 5, invalid: 1, unknown: 1 } }))).toEqual([
      'error   deploy/charts/api  prod  Service/api /spec: bad [schema]',
      'note    deploy/charts/api  dev  X/api: two [schema]\n        lines',
      'api: 1 finding (dev, prod; 6 objects against Kubernetes 1.36.3, 1 of kinds without a schema not checked)',
    ]);
  });

  it('names a missing environment', () => {
    expect(formatReport(aReport({ environments: [] }))[0]).toContain('(rendered for no environment;');
  });
});
