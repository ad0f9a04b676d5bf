import type { LintFinding } from '@slipway/contracts';
import { applyExclusions } from './apply-exclusions.ts';

const finding = (check: string, rule: string, object = 'Pod/a'): LintFinding => ({
  severity: 'error',
  check,
  rule,
  project: 'api',
  chart: 'charts/api',
  renders: ['dev'],
  object,
  file: 'charts/api/templates/pod.yaml',
  valuesFiles: [],
  message: 'bad',
  fix: 'mend it',
  fingerprint: '0',
});

describe('applyExclusions', () => {
  it('takes away what an exclusion names, counts it, and leaves the rest in its order', () => {
    const findings = [finding('checkov', 'A'), finding('checkov', 'B'), finding('kube-score', 'A')];
    const { standing, excluded, matches } = applyExclusions(findings, [
      { checker: 'checkov', rule: 'A', reason: 'x' },
      { checker: 'checkov', rule: 'C', reason: 'x' },
    ]);
    expect(standing).toEqual([findings[1], findings[2]]);
    expect(excluded).toEqual([findings[0]]);
    expect(matches).toEqual([1, 0]);
  });

  it.each([
    ['a checker', { checker: 'kube-*', rule: 'few-replicas' }, true],
    ['a rule', { checker: 'kube-linter', rule: '*replicas' }, true],
    ['an object', { checker: 'kube-linter', rule: 'few-replicas', object: 'Pod/*' }, true],
    ['another object', { checker: 'kube-linter', rule: 'few-replicas', object: 'Job/*' }, false],
    ['a rule by its whole name', { checker: 'kube-linter', rule: 'few' }, false],
    ['a dot as a dot', { checker: 'kube-linter', rule: 'few.replicas' }, false],
  ])('compares %s', (_title, exclusion, isMatch) => {
    const { excluded } = applyExclusions([finding('kube-linter', 'few-replicas')], [{ ...exclusion, reason: 'x' }]);
    expect(excluded).toHaveLength(isMatch ? 1 : 0);
  });
});
