import type { LintCheck, LintReport } from '@slipway/contracts';
import { toLintText } from './lint-text.ts';

const check = (name: string, change: Partial<LintCheck> = {}): LintCheck => ({
  name,
  state: 'passed',
  renders: 2,
  objects: 6,
  findings: 0,
  excluded: 0,
  durationMs: 0,
  ...change,
});
const report = (change: Partial<LintReport> = {}): LintReport => ({
  schema: 'slipway.lint/v2',
  exitCode: 0,
  kubernetesVersions: ['1.35.6', '1.36.3'],
  charts: [{ project: 'api', chart: 'charts/api', renders: [{ name: 'dev', valuesFiles: [] }], objects: 3 }],
  checks: [check('lint')],
  findings: [],
  exclusions: [],
  ...change,
});

describe('toLintText', () => {
  it('has a row per check that ran, and names what was skipped and what nobody asked for', () => {
    const checks = [
      check('checkov', { version: '3.3.30', excluded: 2 }),
      check('kube-score', { state: 'skipped', reason: 'no Go' }),
      check('parity', { state: 'not-asked' }),
    ];
    expect(toLintText(report({ checks })).split('\n')).toEqual([
      'check    version  renders  objects  findings        time',
      'checkov  3.3.30   2        6        0 (2 excluded)  0.0 s',
      'skipped: kube-score: no Go',
      'not asked for: parity',
      'api: nothing wrong, 1 check skipped (1 renders, 3 objects, Kubernetes 1.35.6, 1.36.3)',
      '',
    ]);
  });

  it('gives each finding with file, place, renders, values and fix', () => {
    const text = toLintText(
      report({
        exitCode: 1,
        findings: [
          {
            severity: 'error',
            check: 'checkov',
            rule: 'X',
            project: 'api',
            chart: 'charts/api',
            renders: ['dev', 'prod'],
            object: 'Pod/a',
            container: 'c',
            path: '/spec',
            file: 'charts/api/t.yaml',
            line: 4,
            valuesFiles: ['charts/api/values.yaml'],
            message: 'bad\nand more',
            fix: 'Mend\nit.',
            fingerprint: '0',
          },
        ],
      }),
    );
    expect(text.split('\n').slice(2)).toEqual([
      'error   charts/api/t.yaml:4: Pod/a container c /spec: bad [checkov/X]',
      '        and more',
      '        in dev, prod (values: charts/api/values.yaml)',
      '        fix: Mend it.',
      'api: 1 finding (1 renders, 3 objects, Kubernetes 1.35.6, 1.36.3)',
      '',
    ]);
  });
});
